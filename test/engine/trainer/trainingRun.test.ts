import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parametersIn, readCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { Control } from '../../../src-main/trainer/run/pacing/control';
import { hashTensors } from '../../../src-main/trainer/checkpoints/safetensors';
import { PauseOnce, spirals, StopAfter, Workplace } from './trainHere';

let place: Workplace;
beforeEach(() => (place = new Workplace()));
afterEach(() => place.remove());

const lastWeights = () => readCheckpoint(join(place.directory, 'last.safetensors')).tensors;

describe('a run', () => {
  it('trains to the end, learns, and tells every step once', async () => {
    const epochs = 40;
    const job = await place.job(spirals({ epochs, schedule: undefined }));
    const { finished, ...outcome } = await place.train(job).then((done) => ({
      finished: done.finished,
      loss: done.series('training', 'loss'),
      validation: done.series('validation', 'loss'),
    }));
    const { training } = job.dataset.splits;
    const stepsPerEpoch = Math.ceil(training / 30);
    expect(finished.state).toBe('completed');
    expect(outcome.loss.steps).toEqual(
      Array.from({ length: epochs * stepsPerEpoch }, (_, index) => index + 1),
    );
    expect(outcome.validation.steps).toEqual(
      Array.from({ length: epochs }, (_, index) => (index + 1) * stepsPerEpoch),
    );
    expect(finished.metrics.bestValidationLoss).toBeLessThan(outcome.loss.values[0] ?? 0);
    expect(finished.metrics.testAccuracy).toBeGreaterThan(0.5);
    const lastEpoch = outcome.loss.values.slice(-stepsPerEpoch);
    const sum = lastEpoch.reduce<number>(
      (all, loss, batch) => all + (loss ?? NaN) * Math.min(30, training - 30 * batch),
      0,
    );
    expect(finished.metrics.trainingLoss).toBeCloseTo(sum / training, 6);
  });

  it('ends with the same bits from the same seed, and with others from another', async () => {
    const hashes = [];
    for (const seed of [1, 1, 2])
      hashes.push((await place.train(await place.job(spirals({ seed })))).finished.weightsHash);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('that was stopped while an epoch was measured goes on by measuring it', async () => {
    const dataset = { kind: 'spirals', examples: 2000, validationFraction: 0.5 } as const;
    const input = { ...spirals({ epochs: 2, batchSize: 500 }), dataset };
    const whole = await place.train(await place.job(input));
    const weights = hashTensors(lastWeights());
    // Two steps, and then the first of the four batches of a validation of 1,000 examples.
    const control = new StopAfter(2);
    const stopped = await place.train(await place.job(input), { control, longestSlice: 1 });
    expect(stopped.finished.state).toBe('stopped');
    expect(stopped.series('training', 'loss').steps).toEqual([1, 2]);
    expect(stopped.series('validation', 'loss').steps).toEqual([]);
    const resumed = await place.train(await place.job(input, { resume: true }));
    expect(resumed.series('training', 'loss').steps).toEqual([3, 4]);
    expect(resumed.series('validation', 'loss')).toEqual(whole.series('validation', 'loss'));
    expect(hashTensors(lastWeights())).toBe(weights);
  });

  it('that is paused while its test split is measured keeps the last checkpoint as it was', async () => {
    const dataset = { kind: 'spirals', examples: 2000, noise: 1, testFraction: 0.5 } as const;
    const training = { epochs: 8, optimizer: { kind: 'adam', learningRate: 0.3 } } as const;
    const job = await place.job({ ...spirals(training), dataset });
    const whole = await place.train(job);
    const weights = hashTensors(lastWeights());
    expect(whole.finished.metrics.bestEpoch).toBeLessThan(8);
    rmSync(join(place.directory, 'last.safetensors'));
    const last = () => readCheckpoint(join(place.directory, 'last.safetensors')).clock.epoch;
    const control = new PauseOnce(() => last() === 8);
    const paused = await place.train(job, { control });
    expect(control.paused).toBe(true);
    expect(hashTensors(lastWeights())).toBe(weights);
    expect(paused.finished.metrics).toEqual(whole.finished.metrics);
  });

  it('pauses at once, answers while paused, and goes on', async () => {
    const control = new Control();
    control.want('paused');
    const training = place.train(await place.job(spirals()), { control });
    const answer = await control.ask({ kind: 'picture' });
    expect(answer).toMatchObject({ kind: 'picture', picture: { kind: 'boundary', step: 0, classes: 2 } });
    control.want('running');
    const { messages, finished } = await training;
    expect(messages.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['started', 'paused', 'resumed']),
    );
    expect(finished.state).toBe('completed');
  });

  it('whose loss is no longer a number stops at that step and keeps the last good checkpoint', async () => {
    const { finished, ...outcome } = await place
      .train(
        await place.job(
          spirals({ optimizer: { kind: 'sgd', learningRate: 1e30 }, loss: 'meanSquaredError' }),
        ),
      )
      .then((done) => ({ finished: done.finished, loss: done.series('training', 'loss') }));
    expect(finished.state).toBe('diverged');
    expect(finished.error).toMatchObject({ code: 'diverged', where: `step ${outcome.loss.steps.at(-1)}` });
    expect(finished.error?.remedy).toMatch(/smaller learning rate/);
    expect(outcome.loss.values.at(-1)).toBeNull();
    expect(lastWeights().every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });

  it('whose gradient is no longer finite while its loss is ends there too, however its steps are sliced', async () => {
    const job = await place.job(
      spirals({ optimizer: { kind: 'sgd', learningRate: 1e8 }, loss: 'meanSquaredError' }),
    );
    const places = [];
    for (const longestSlice of [1, Infinity]) {
      const { finished } = await place.train(job, { longestSlice });
      places.push([finished.state, finished.error?.where]);
    }
    expect(places[0]?.[0]).toBe('diverged');
    expect(places[1]).toEqual(places[0]);
  });

  it('stops early when patience runs out, and ends with the best weights', async () => {
    const earlyStopping = { patience: 2, restoreBest: true };
    const optimizer = { kind: 'sgd', learningRate: 1e-30 };
    const { finished } = await place.train(
      await place.job(spirals({ optimizer, earlyStopping, epochs: 50 })),
    );
    expect(finished.state).toBe('completed');
    expect(finished.metrics.bestEpoch).toBe(1);
    const { clock, tensors } = readCheckpoint(join(place.directory, 'last.safetensors'));
    expect(clock.epoch).toBe(3);
    const best = readCheckpoint(join(place.directory, 'best.safetensors')).tensors;
    for (const { name, values } of best)
      expect(tensors.find((tensor) => tensor.name === name)?.values).toEqual(values);
  });

  it('ends with the best weights, too, where its epochs run out before its patience', async () => {
    const training = {
      epochs: 8,
      optimizer: { kind: 'adam', learningRate: 0.3 },
      schedule: undefined,
    } as const;
    const dataset = { kind: 'spirals', examples: 300, noise: 1 } as const;
    const weightsAfter = async (restoreBest: boolean) => {
      const input = spirals({ ...training, earlyStopping: { patience: 100, restoreBest } });
      const { finished } = await place.train(await place.job({ ...input, dataset }));
      expect(finished.metrics.bestEpoch).toBeLessThan(8);
      const [last, best] = ['last', 'best'].map((name) =>
        hashTensors(parametersIn(readCheckpoint(join(place.directory, `${name}.safetensors`)).tensors)),
      );
      return { last, best };
    };
    const restored = await weightsAfter(true);
    expect(restored.last).toBe(restored.best);
    const left = await weightsAfter(false);
    expect(left.best).toBe(restored.best);
    expect(left.last).not.toBe(left.best);
  });

  it('leaves only whole checkpoints in its folder', async () => {
    await place.train(await place.job(spirals()));
    expect(existsSync(join(place.directory, 'best.safetensors'))).toBe(true);
    expect(readdirSync(place.directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
