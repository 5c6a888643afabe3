import { AppError } from '@shared/errors';
import { trainingConfigSchema, type TrainingConfigInput } from '@shared/training/config';
import { learningRateAt } from '@shared/training/learningRate';
import { lossCatalogue } from '@shared/training/losses';
import { optimizerCatalogue } from '@shared/training/optimizers';
import { resolveTraining } from '@shared/training/resolve';
import { scheduleCatalogue } from '@shared/training/schedules';
import { describe, expect, it } from 'vitest';

function resolve(config: TrainingConfigInput) {
  return resolveTraining(trainingConfigSchema.parse(config));
}

function problemOf(config: TrainingConfigInput) {
  try {
    resolve(config);
  } catch (error) {
    return AppError.from(error).toData();
  }
  throw new Error('the configuration was taken');
}

describe('a training configuration', () => {
  it('takes a kind by its name alone, with Keras’s defaults', () => {
    const training = resolve({ loss: 'huber', optimizer: { kind: 'rmsprop' } });
    expect(training.loss.parameters).toEqual({ delta: 1 });
    expect(training.optimizer.parameters).toEqual({
      learningRate: 0.001,
      rho: 0.9,
      momentum: 0,
      epsilon: 1e-7,
    });
    expect(training.schedule).toBeNull();
  });

  it('says which kinds are known, and the nearest, for one that is not', () => {
    const problem = problemOf({ optimizer: { kind: 'adamm' } });
    expect(problem).toMatchObject({ code: 'badTraining', where: 'training.optimizer.kind' });
    expect(problem.remedy).toContain('"adam"');
    for (const { kind } of optimizerCatalogue) expect(problem.remedy).toContain(kind);
    expect(problemOf({ loss: 'softmax cross entropy' })).toMatchObject({ where: 'training.loss' });
  });

  it('names the hyperparameter that does not fit', () => {
    expect(problemOf({ optimizer: { kind: 'adam', learningRate: -1 } })).toMatchObject({
      where: 'training.optimizer.learningRate',
      remedy: 'Choose more than 0.',
    });
    const misspelt = problemOf({ optimizer: { kind: 'momentum', momentun: 0.5 } });
    expect(misspelt.where).toBe('training.optimizer.momentun');
    expect(misspelt.remedy).toContain('"momentum"');
  });

  it.each([...lossCatalogue, ...optimizerCatalogue, ...scheduleCatalogue])(
    '$kind has a field for each of its parameters, and defaults for all',
    (definition) => {
      const parameters: object = definition.schema.parse({});
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(definition.fields).sort());
    },
  );
});

describe('the learning rate', () => {
  const clock = (step: number) => ({ step, stepsPerEpoch: 10, totalSteps: 100 });
  const rates = (schedule: TrainingConfigInput['schedule'], steps: number[], warmupSteps = 0) => {
    const training = resolve({ optimizer: { kind: 'sgd', learningRate: 1 }, schedule, warmupSteps });
    return steps.map((step) => learningRateAt(training, clock(step)));
  };

  it('stays without a schedule', () => expect(rates(undefined, [0, 99])).toEqual([1, 1]));

  it('rises linearly to its value over the warm-up, before any schedule', () => {
    expect(rates('constant', [0, 1, 3, 4, 50], 4)).toEqual([0.25, 0.5, 1, 1, 1]);
    expect(rates({ kind: 'step', every: 1, factor: 0.5 }, [3, 4, 13, 14], 4)).toEqual([1, 1, 1, 0.5]);
  });

  it('halves every two epochs', () =>
    expect(rates({ kind: 'step', every: 2, factor: 0.5 }, [0, 19, 20, 40])).toEqual([1, 1, 0.5, 0.25]));

  it('decays exponentially by the factor over an epoch', () => {
    const [start, half, epoch] = rates({ kind: 'exponential', factor: 0.81 }, [0, 5, 10]);
    expect([start, half, epoch]).toEqual([1, expect.closeTo(0.9, 12), expect.closeTo(0.81, 12)]);
  });

  it('follows half a cosine', () => {
    const [start, middle, end] = rates({ kind: 'cosine', minimumFactor: 0.2 }, [0, 50, 100]);
    expect([start, middle, end]).toEqual([1, expect.closeTo(0.6, 12), expect.closeTo(0.2, 12)]);
  });

  it('cycles as PyTorch’s OneCycleLR does', () => {
    // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=100), PyTorch 2.13: steps 0, 10, 29, 60, 99.
    const expected = [0.04, 0.29516394846410077, 1, 0.5892800902855287, 4e-6];
    rates('oneCycle', [0, 10, 29, 60, 99]).forEach((rate, index) =>
      expect(rate).toBeCloseTo(expected[index] ?? NaN, 9),
    );
  });

  it('falls when the validation loss stays where it is', () => {
    const training = resolve({
      optimizer: { kind: 'sgd', learningRate: 1 },
      schedule: { kind: 'reduceOnPlateau', patience: 2, factor: 0.5, minimumChange: 0 },
    });
    const after = (...history: number[]) => learningRateAt(training, clock(50), history);
    expect(after(3, 2, 2)).toBe(1);
    expect(after(3, 2, 2, 2)).toBe(0.5);
    expect(after(3, 2, 2, 2, 1, 1, 1)).toBe(0.25);
  });
});
