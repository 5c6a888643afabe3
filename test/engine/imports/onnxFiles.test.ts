import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inferNetwork } from '@shared/network/inference';
import type { ImportedModel } from '@shared/importing';
import { sizeOf } from '@shared/ops/shape';
import { trainingConfigSchema } from '@shared/training/config';
import { transposed } from '@shared/ops/transposed';
import { describe, expect, it } from 'vitest';
import { readModelAt } from '../../../src-main/engine/imports';
import { eagerReference } from '../exporting/trained';

interface Expected {
  readonly file: string;
  readonly opset: number;
  readonly producer: string;
  /** Of one example, with the axes as the file has them. */
  readonly inputShape: readonly number[];
  readonly inputs: readonly number[];
  readonly outputShape: readonly number[];
  /** ONNX Runtime's. */
  readonly outputs: readonly number[];
}

const folder = join(import.meta.dirname, '../../fixtures/onnx_models');
const files = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as readonly Expected[];
const examples = 2;

async function opened(file: string): Promise<ImportedModel> {
  const { model, survey } = await readModelAt(join(folder, file));
  return model ?? expect.fail(JSON.stringify(survey.unknown));
}

/** The examples with their channels last, where the network has them so. */
function turned({ inputs, inputShape }: Expected, ours: readonly number[]): Float32Array {
  const given = Float32Array.from(inputs);
  if (ours.join() === inputShape.join()) return given;
  const order = inputShape.map((_, axis) => (axis === inputShape.length - 1 ? 1 : axis + 2));
  return transposed(given, [examples, ...inputShape], [0, ...order]);
}

/** What the network answers with the weights of the file, by the eager reference. */
function outputsOf({ network, inferred, weights }: ImportedModel, expected: Expected): number[] {
  const { layers, inputId } = inferred;
  const inputShape = layers.find(({ id }) => id === inputId)?.outputShape ?? [];
  const dataset = {
    task: 'regression' as const,
    ...{ examples, inputShape: [...inputShape] },
    scaling: { offset: [0], factor: [1] },
  };
  const training = trainingConfigSchema.parse({ loss: 'meanSquaredError' });
  const inputs = turned(expected, inputShape);
  const session = eagerReference(inferNetwork(network, { inputShape }), training, dataset, inputs);
  try {
    session.writeState(weights);
    return [...session.predictInputs(inputs, examples)];
  } finally {
    session.dispose();
  }
}

describe.each(files)('$file, of opset $opset', (expected) => {
  it('answers as ONNX Runtime does, within 1e-5', async () => {
    const outputs = outputsOf(await opened(expected.file), expected);
    expect(outputs).toHaveLength(examples * sizeOf(expected.outputShape));
    const apart = outputs.map((value, index) => Math.abs(value - (expected.outputs[index] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });
  it('leaves no weight of the file out', async () => {
    const { remarks } = await opened(expected.file);
    expect(remarks.filter((remark) => remark.includes('left out'))).toEqual([]);
  });
});
