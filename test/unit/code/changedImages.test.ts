import { afterEach, describe, expect, it, vi } from 'vitest';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import {
  augmentations,
  changed,
  images,
  programsWith,
  scaling,
  shape,
} from '../../parity/code/changedImages';
import { runProgram } from './tfjsProgram';

const { tf } = bestBackend();
type Tensor = ReturnType<typeof tf.tensor>;
const scale = (colors: Tensor) => colors.sub(scaling.offset).mul(scaling.factor);

describe('generated tfjs code changes training images', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(augmentations)('as Layerlab does, with the numbers that it draws: %j', (augmentation) => {
    const { values, draws, expected } = changed(augmentation);
    const [, , program = ''] = programsWith(augmentation);
    expect(program).not.toContain('Left out');
    const { augment } = runProgram(program, tf);
    let next = 0;
    vi.spyOn(Math, 'random').mockImplementation(() => draws[next++] ?? NaN);
    const result = tf.tidy(() => augment(tf.tensor4d(values, [images, ...shape]), scale).dataSync());
    expect(next).toBe(draws.length);
    expect(Math.max(...expected.map((value, at) => Math.abs(value - (result[at] ?? NaN))))).toBeLessThan(
      1e-4,
    );
  });

  it('anew in each epoch, and trains on them', async () => {
    const { values } = changed({ shift: 1 });
    const inputs = tf.tensor(values, [images, ...shape]).arraySync();
    const targets = Array.from({ length: images }, (_, index) => index % 2);
    const [, , program = ''] = programsWith({ shift: 1, brightness: 0.1 });
    const examples = { inputs, targets };
    const { buildModel, train } = runProgram(program, tf, {
      training: examples,
      validation: examples,
      scale,
    });
    const model = buildModel();
    const before = Array.from(model.getWeights()[0]?.dataSync() ?? []);
    const { history } = await train(model);
    expect(history['val_loss']?.every((loss) => Number.isFinite(Number(loss)))).toBe(true);
    expect(Array.from(model.getWeights()[0]?.dataSync() ?? [])).not.toEqual(before);
    model.dispose();
  });
});
