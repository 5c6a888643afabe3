import { codeTargets } from '@shared/code';
import { describe, expect, it } from 'vitest';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import { cases, examples, reference } from '../../parity/code/cases';
import { checkpointOf, runProgram } from './tfjsProgram';

const { tf } = bestBackend();
const [, , tfjs] = codeTargets;

describe('generated tfjs code has Layerlab’s parameters and outputs', () => {
  // The training cases share one network: one of them will do.
  const tested = cases.filter(({ name }) => !name.startsWith('training-') || name.endsWith('regularized'));
  it.each(tested)('$name', (given) => {
    const { network, weights, inputs, outputs } = reference(given);
    const program = runProgram(tfjs.generate(given.experiment, network), tf);
    const model = program.buildModel();
    expect(model.countParams()).toBe(network.totals.parameterCount);
    program.loadLayerlabWeights(model, checkpointOf(weights));
    const theirs = tf.tidy(() =>
      (
        model.predict(tf.tensor(inputs, [examples, ...given.inputShape])) as ReturnType<typeof tf.tensor>
      ).dataSync(),
    );
    const tolerance = 1e-5 * Math.max(1, ...outputs.map(Math.abs));
    expect(theirs.length).toBe(outputs.length);
    const furthest = outputs.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (theirs[at] ?? NaN))),
      0,
    );
    expect(furthest).toBeLessThanOrEqual(tolerance);
    model.dispose();
  });
});

describe('generated tfjs code trains', () => {
  const tested = cases.filter(({ name }) => name.startsWith('training-'));
  it.each(tested)('$name', async ({ experiment, inputShape }) => {
    const { network } = reference({ name: '', experiment, inputShape, trains: true });
    const outputs = network.outputShape?.[0] ?? 1;
    const rows = Array.from({ length: 12 }, (_, i) =>
      inputShape
        .map(() => 0)
        .concat([0, 0, 0, 0])
        .map((_, j) => Math.sin(i + j)),
    );
    const targets = rows.map((_, i) => i % Math.max(2, outputs));
    const examplesOf = { inputs: rows, targets };
    const data = { training: examplesOf, validation: examplesOf };
    const program = runProgram(tfjs.generate(experiment, network), tf, data);
    const model = program.buildModel();
    const before = Array.from(model.getWeights()[0]?.dataSync() ?? []);
    const { history } = await program.train(model);
    expect(history['loss']?.every((loss) => Number.isFinite(Number(loss)))).toBe(true);
    expect(Array.from(model.getWeights()[0]?.dataSync() ?? [])).not.toEqual(before);
    model.dispose();
  });
});
