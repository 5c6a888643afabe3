import { constants } from 'node:fs';
import { appendFile, copyFile, link, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ParityReport } from '@shared/contract/exports';
import { readCard } from '@shared/exporting/modelCard';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import type { Precision } from '@shared/exporting/onnx';
import { sizeOf } from '@shared/ops/shape';
import { makeFolder } from '../../../files/makeFolder';
import type { TrainedNetwork } from '../encoder';
import { floatsOf } from '../../inference/inferenceProcess';
import { layerOutput, layerOutputsToAppend, layersNamed } from '../onnx/layerOutputs';
import { askedTrainer, compareAnswers, jobOf, type AskTrainer, type ProofContext } from './comparison';
import { chosenExamples, type RawExamples } from './examples';
import { compareLayers, probeCount } from './layers';
import { differencesOf, largestByRow, worstRows } from './outputs';

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
  const { network } = trained;
  const { inference } = context;
  return context.withTrainer(jobOf(trained, context), async (ask) => {
    const { examples, ours } = await askedTrainer(ask, trained, context);
    const facts = await inference.open(path);
    const { metadata } = facts;
    const precision = readCard(metadata)?.precision ?? 'float32';
    const theirs = await answersOf(path, examples, trained, context);
    const report = compareAnswers(trained, { examples, ours, theirs }, precision);
    const byRow = largestByRow(differencesOf(ours, theirs), sizeOf(network.outputShape ?? []));
    const probes = chosenExamples(examples, worstRows(byRow, probeCount(network, examples.count)));
    const layers = await layersOf(path, trained, context, { ask, probes, precision, facts });
    const firstDeviation = layers.find(({ deviates }) => deviates) ?? null;
    return { ...report, layers, firstDeviation, passed: report.passed && firstDeviation === null };
  });
}

/** The same with a model that another file carries. */
export async function proveCarried(
  model: Uint8Array,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  const path = join(context.scratch, 'carried.onnx');
  await writeFile(path, model);
  return prove(path, trained, context);
}

/** What an ONNX file answers to some examples. */
export async function answersOf(
  path: string,
  { inputs, count }: RawExamples,
  { dataset }: TrainedNetwork,
  { inference }: Pick<ProofContext, 'inference'>,
): Promise<Float32Array> {
  const [output] = Object.values(await inference.run(path, inputs, [count, ...dataset.inputShape]));
  return floatsOf(output);
}

interface LayersQuestion {
  readonly ask: AskTrainer;
  readonly probes: RawExamples;
  readonly precision: Precision;
  readonly facts: Pick<ModelFacts, 'metadata' | 'dataFiles'>;
}

/** The comparison layer by layer; empty for a file that does not say which of its values are a layer's. */
async function layersOf(
  path: string,
  { network, dataset }: TrainedNetwork,
  { inference, scratch }: ProofContext,
  { ask, probes, precision, facts }: LayersQuestion,
) {
  const named = layersNamed(facts.metadata);
  if (named === null || probes.count === 0) return [];
  const temporary = join(scratch, 'layers.onnx');
  // On the disk: a large file need not be in memory once more.
  await copyFile(path, temporary, constants.COPYFILE_FICLONE);
  for (const name of facts.dataFiles) await putBeside(join(dirname(path), name), join(scratch, name));
  await appendFile(temporary, layerOutputsToAppend(named));
  const names = Object.keys(named);
  const shape = [probes.count, ...dataset.inputShape];
  const outputs = await inference.run(temporary, probes.inputs, shape, names.map(layerOutput));
  const theirs = Object.fromEntries(names.map((name) => [name, floatsOf(outputs[layerOutput(name)])]));
  const answer = await ask({ kind: 'layerOutputs', inputs: probes.inputs, examples: probes.count });
  if (answer.kind !== 'layerOutputs') throw new Error(`asked for layers, got ${answer.kind}`);
  return compareLayers(network, answer.layers, theirs, probes.indices, precision);
}

/** The same file under another path, or, where that is of another disk, a copy. */
async function putBeside(path: string, other: string): Promise<void> {
  makeFolder(dirname(other));
  await link(path, other).catch(() => copyFile(path, other, constants.COPYFILE_FICLONE));
}
