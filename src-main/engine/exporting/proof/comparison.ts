import type { ExportProof, ParityReport } from '@shared/contract/exports';
import type { Precision } from '@shared/exporting/onnx';
import { sizeOf } from '@shared/ops/shape';
import { resolveTraining } from '@shared/training/resolve';
import type { PredictJob, TrainerAnswer, TrainerRequest } from '../../../trainer/protocol';
import type { InferenceProcess } from '../../inference/inferenceProcess';
import type { TrainedNetwork } from '../encoder';
import { readExamples, type RawExamples } from './examples';
import { compareOutputs } from './outputs';

const mostExamples = 1000;

/** What runs an ONNX file. */
export type Runtime = Pick<InferenceProcess, 'run'>;

export type AskTrainer = (request: TrainerRequest) => Promise<TrainerAnswer>;

/** What a file is held against, and what runs both. */
export interface ProofContext {
  readonly datasetDirectory: string;
  /** Path of the checkpoint with the weights of the file. */
  readonly checkpoint: string;
  /** Does some work with a trainer that has the checkpoint's weights. */
  readonly withTrainer: <Result>(
    job: PredictJob,
    work: (ask: AskTrainer) => Promise<Result>,
  ) => Promise<Result>;
  readonly inference: Pick<InferenceProcess, 'open' | 'run' | 'time'>;
  /** Does some work with ONNX Runtime's WebAssembly, in a process of its own. */
  readonly withWebAssembly: <Result>(work: (runtime: Runtime) => Promise<Result>) => Promise<Result>;
  /** A folder for a file that is needed no longer than the comparison. */
  readonly scratch: string;
}

/** What was looked at of a file before it is handed out, and how its outputs compare where something gave some. */
export interface Proven {
  readonly proof: ExportProof;
  readonly report: ParityReport | null;
}

/** The same examples through the trainer and through a file. */
export interface Answers {
  readonly examples: RawExamples;
  /** The trainer's outputs. */
  readonly ours: Float32Array;
  readonly theirs: Float32Array;
}

/** What is asked of a trainer about a network. */
export function jobOf(
  { experiment, dataset }: TrainedNetwork,
  { datasetDirectory, checkpoint }: ProofContext,
): PredictJob {
  return { experiment, dataset, datasetDirectory, checkpoint };
}

/** The examples on which files are compared, and what the trainer answers to them. */
export async function askedTrainer(
  ask: AskTrainer,
  { dataset }: TrainedNetwork,
  { datasetDirectory }: ProofContext,
): Promise<Pick<Answers, 'examples' | 'ours'>> {
  const examples = await readExamples(datasetDirectory, dataset, mostExamples);
  const answer = await ask({ kind: 'outputs', inputs: examples.inputs, examples: examples.count });
  if (answer.kind !== 'outputs') throw new Error(`asked for outputs, got ${answer.kind}`);
  return { examples, ours: answer.outputs };
}

/** How the outputs compare, without a look into the layers. */
export function compareAnswers(
  { experiment, network, dataset }: TrainedNetwork,
  { examples, ours, theirs }: Answers,
  precision: Precision,
): ParityReport {
  const classification = dataset.task === 'classification';
  const report = compareOutputs(ours, theirs, {
    width: sizeOf(network.outputShape ?? []),
    split: examples.split,
    classification,
    indices: examples.indices,
    ...(classification ? { classes: examples.targets } : {}),
    precision,
    threshold: resolveTraining(experiment.training).loss.definition.threshold,
  });
  return { ...report, layers: [], firstDeviation: null, secondRuntime: null, speed: null };
}
