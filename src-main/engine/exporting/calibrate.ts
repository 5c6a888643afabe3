import { appendFile, writeFile } from 'node:fs/promises';
import type { PreparedDataset } from '@shared/data/prepared';
import { floatsOf, type InferenceProcess } from '../inference/inferenceProcess';
import { layerOutput, layerOutputsToAppend } from './onnx/layerOutputs';
import type { Pieces } from './encoder';
import type { Range } from './onnx/smaller/int8';
import { chosenExamples, readExamples } from './proof/examples';

/** Training examples that ranges are taken from, and how many go through the network together. */
const mostExamples = 512;
const examplesAtOnce = 32;

interface Calibration {
  readonly dataset: PreparedDataset;
  readonly datasetDirectory: string;
  readonly inference: Pick<InferenceProcess, 'run'>;
}

/**
 * The smallest and the largest number that values of a graph take while training examples run through it.
 * @param temporary where the file with these values as outputs is put, to be removed by the caller
 */
export async function calibrate(
  file: Pieces,
  values: readonly string[],
  { dataset, datasetDirectory, inference }: Calibration,
  temporary: string,
): Promise<Record<string, Range>> {
  const named = Object.fromEntries(values.map((value) => [value, value]));
  await writeFile(temporary, file);
  await appendFile(temporary, layerOutputsToAppend(named));
  const examples = await readExamples(datasetDirectory, dataset, mostExamples, 'training');
  const ranges = new Map<string, Range>();
  for (let first = 0; first < examples.count; first += examplesAtOnce) {
    const count = Math.min(examplesAtOnce, examples.count - first);
    const part = chosenExamples(
      examples,
      Array.from({ length: count }, (_, at) => first + at),
    );
    const shape = [count, ...dataset.inputShape];
    const outputs = await inference.run(temporary, part.inputs, shape, values.map(layerOutput));
    for (const value of values) {
      const { low, high } = ranges.get(value) ?? { low: Infinity, high: -Infinity };
      const numbers = floatsOf(outputs[layerOutput(value)]);
      ranges.set(value, {
        low: numbers.reduce((a, b) => Math.min(a, b), low),
        high: numbers.reduce((a, b) => Math.max(a, b), high),
      });
    }
  }
  return Object.fromEntries(ranges);
}
