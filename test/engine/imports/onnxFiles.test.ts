import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedModel } from '@shared/importing';
import { sizeOf } from '@shared/ops/shape';
import { transposed } from '@shared/ops/transposed';
import { describe, expect, it } from 'vitest';
import { readModelAt, readModelFiles } from '../../../src-main/engine/imports';
import { onnx } from '@shared/exporting/onnx';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { exportCases, relativeDifference, trainedCase } from '../exporting/formats/exported';
import { answersOf, inputShapeOf } from './onnxAnswers';

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

describe.each(files)('$file, of opset $opset', (expected) => {
  it('answers as ONNX Runtime does, within 1e-5', async () => {
    const model = await opened(expected.file);
    const outputs = answersOf(model, turned(expected, inputShapeOf(model)), examples);
    expect(outputs).toHaveLength(examples * sizeOf(expected.outputShape));
    const apart = [...outputs].map((value, index) => Math.abs(value - (expected.outputs[index] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });
  it('leaves no weight of the file out', async () => {
    const { remarks } = await opened(expected.file);
    expect(remarks.filter((remark) => remark.includes('left out'))).toEqual([]);
  });
});

/** These are written in parts, and some of the parts are no layers. */
const inParts = [
  ...['layer-maxout', 'variant-maxout-unbiased', 'layer-prelu'],
  ...['layer-upsample2d', 'variant-upsample-even', 'variant-upsample-uneven'],
];

describe('a network that Layerlab exported, without its card, is read by its graph', () => {
  const cases = exportCases.filter(({ name }) => !inParts.includes(name));
  it.each(cases)('$name, of opset 13, 17 and 22 with the same answers', async (given) => {
    const { trained, inputs, outputs } = trainedCase(given);
    for (const opset of [13, 17, 22]) {
      const model = onnxModel(trained, onnx.schema.parse({ format: 'onnx', opset }));
      const bytes = encodeModel({ ...model, metadataProps: [] });
      const reading = await readModelFiles(new Map([['model.onnx', bytes]]));
      const opened = reading.model ?? expect.fail(JSON.stringify(reading.survey.unknown));
      const answers = answersOf(opened, inputs, inputs.length / sizeOf(given.inputShape));
      expect(relativeDifference(outputs, answers), `opset ${opset}`).toBeLessThan(1e-5);
    }
  });
});
