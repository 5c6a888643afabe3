import { constants } from 'node:fs';
import { appendFile, copyFile, link } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ParityReport } from '@shared/contract/exports';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import type { Precision } from '@shared/exporting/onnx';
import { joined } from '@shared/ops/joined';
import { sizeOf } from '@shared/ops/shape';
import { makeFolder } from '../../../files/makeFolder';
import { floatsOf } from '../../inference/inferenceProcess';
import type { TrainedNetwork } from '../encoder';
import { layerOutput, layerOutputsToAppend, layersNamed } from '../onnx/layerOutputs';
import { compareAnswers, type AskTrainer, type Runtime } from './comparison';
import { chosenExamples, type RawExamples } from './examples';
import { compareLayers, probeCount } from './layers';
import { differencesOf, largestByRow, worstRows } from './outputs';

/** An ONNX file, and the trainer that it is held against. */
export interface Question {
  readonly path: string;
  readonly facts: Pick<ModelFacts, 'metadata' | 'dataFiles' | 'bytes'>;
  readonly precision: Precision;
  readonly trained: TrainedNetwork;
  readonly examples: RawExamples;
  /** The trainer's outputs. */
  readonly ours: Float32Array;
  readonly ask: AskTrainer;
  /** A folder for a file that is needed no longer than the comparison. */
  readonly scratch: string;
}

/**
 * Holds what a runtime answers to a file against the trainer's outputs. Then the examples that differ most go through both
 * once more with every layer's outputs, so that a fault is found where it is.
 */
export async function compareIn(runtime: Runtime, question: Question): Promise<ParityReport> {
  const { path, trained, examples, ours, precision } = question;
  const theirs = await answersOf(runtime, path, examples, trained);
  const report = compareAnswers(trained, { examples, ours, theirs }, precision);
  const byRow = largestByRow(differencesOf(ours, theirs), sizeOf(trained.network.outputShape ?? []));
  const probes = chosenExamples(examples, worstRows(byRow, probeCount(trained.network, examples.count)));
  const layers = await layersIn(runtime, question, probes);
  const firstDeviation = layers.find(({ deviates }) => deviates) ?? null;
  return { ...report, layers, firstDeviation, passed: report.passed && firstDeviation === null };
}

/** What an ONNX file answers to some examples: so many at once as keep the memory within bounds. */
export async function answersOf(
  runtime: Runtime,
  path: string,
  { inputs, count }: RawExamples,
  { dataset, network }: TrainedNetwork,
): Promise<Float32Array> {
  const width = sizeOf(dataset.inputShape);
  const atOnce = probeCount(network, count);
  const answers: Float32Array[] = [];
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce);
    const batch = inputs.slice(from * width, to * width);
    const [output] = Object.values(await runtime.run(path, batch, [to - from, ...dataset.inputShape]));
    answers.push(floatsOf(output));
  }
  return joined(answers);
}

/** The comparison layer by layer; empty for a file that does not say which of its values are a layer's. */
async function layersIn(
  runtime: Runtime,
  { path, facts, precision, trained: { network, dataset }, ask, scratch }: Question,
  probes: RawExamples,
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
  const outputs = await runtime.run(temporary, probes.inputs, shape, names.map(layerOutput));
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
