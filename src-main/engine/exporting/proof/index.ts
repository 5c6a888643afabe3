import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ParityReport } from '@shared/contract/exports';
import { readCard } from '@shared/exporting/modelCard';
import type { Precision } from '@shared/exporting/onnx';
import { sizeOf } from '@shared/ops/shape';
import { resolveTraining } from '@shared/training/resolve';
import type { PredictJob, TrainerAnswer, TrainerRequest } from '../../../trainer/protocol';
import type { InferenceProcess } from '../../inference/inferenceProcess';
import type { TrainedNetwork } from '../encoder';
import { layerOutput, layersKey, withLayerOutputs } from '../onnx/layerOutputs';
import { chosenExamples, readExamples, type RawExamples } from './examples';
import { compareLayers, probeCount } from './layers';
import { compareOutputs, differencesOf, largestByRow, worstRows } from './outputs';

const mostExamples = 1000;

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
  readonly inference: Pick<InferenceProcess, 'open' | 'run'>;
  /** A folder for a file that is needed no longer than the comparison. */
  readonly scratch: string;
}

/**
 * Runs an ONNX file beside the trainer, on examples of the split that shows best, and compares their outputs. Then the
 * examples that differ most go through both once more with every layer's outputs, so that a fault is found where it is.
 * @throws AppError `badModel` where the file does not run; the trainer's own
 */
export async function prove(
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  const { experiment, network, dataset } = trained;
  const { datasetDirectory, checkpoint, inference } = context;
  const examples = await readExamples(datasetDirectory, dataset, mostExamples);
  const shape = [examples.count, ...dataset.inputShape];
  const job: PredictJob = { experiment, dataset, datasetDirectory, checkpoint };
  return context.withTrainer(job, async (ask) => {
    const ours = await trainerOutputs(ask, examples);
    const { metadata } = await inference.open(path);
    const precision = readCard(metadata)?.precision ?? 'float32';
    const [output] = Object.values(await inference.run(path, examples.inputs, shape));
    const theirs = output?.values ?? new Float32Array();
    const width = sizeOf(network.outputShape ?? []);
    const classification = dataset.task === 'classification';
    const report = compareOutputs(ours, theirs, {
      width,
      split: examples.split,
      classification,
      indices: examples.indices,
      ...(classification ? { classes: examples.targets } : {}),
      precision,
      threshold: resolveTraining(experiment.training).loss.definition.threshold,
    });
    const byRow = largestByRow(differencesOf(ours, theirs), width);
    const probes = chosenExamples(examples, worstRows(byRow, probeCount(network, examples.count)));
    const layers = await layersOf(path, trained, context, { ask, probes, precision });
    const firstDeviation = layers.find(({ deviates }) => deviates) ?? null;
    return { ...report, layers, firstDeviation, passed: report.passed && firstDeviation === null };
  });
}

async function trainerOutputs(ask: AskTrainer, { inputs, count }: RawExamples): Promise<Float32Array> {
  const answer = await ask({ kind: 'outputs', inputs, examples: count });
  if (answer.kind !== 'outputs') throw new Error(`asked for outputs, got ${answer.kind}`);
  return answer.outputs;
}

const layersSchema = z.record(z.string(), z.string());

/** The comparison layer by layer; empty for a file that does not say which of its values are a layer's. */
async function layersOf(
  path: string,
  { network, dataset }: TrainedNetwork,
  { inference, scratch }: ProofContext,
  {
    ask,
    probes,
    precision,
  }: { readonly ask: AskTrainer; readonly probes: RawExamples; readonly precision: Precision },
) {
  const { metadata } = await inference.open(path);
  const named = layersSchema.safeParse(parseJson(metadata[layersKey]));
  if (!named.success || probes.count === 0) return [];
  const temporary = join(scratch, 'layers.onnx');
  await writeFile(temporary, withLayerOutputs(await readFile(path), named.data));
  const names = Object.keys(named.data);
  const shape = [probes.count, ...dataset.inputShape];
  const outputs = await inference.run(temporary, probes.inputs, shape, names.map(layerOutput));
  const theirs = Object.fromEntries(
    names.map((name) => [name, outputs[layerOutput(name)]?.values ?? new Float32Array()]),
  );
  const answer = await ask({ kind: 'layerOutputs', inputs: probes.inputs, examples: probes.count });
  if (answer.kind !== 'layerOutputs') throw new Error(`asked for layers, got ${answer.kind}`);
  return compareLayers(network, answer.layers, theirs, probes.indices, precision);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
