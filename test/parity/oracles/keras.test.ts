import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { trainingConfigSchema } from '@shared/training/config';
import { findLoss, lossCatalogue } from '@shared/training/losses';
import { optimizerCatalogue } from '@shared/training/optimizers';
import { constrainMaxNorm } from '@shared/training/regularization';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { EagerOps } from '../../../src-main/trainer/eager/ops/eagerOps';
import { bestBackend, type Backend } from '../../../src-main/trainer/eager/tensorflow';
import type { TrainingData } from '../../../src-main/trainer/session/session';
import { chain, requestOf } from '../support/requests';
import { relativeDifference } from '../support/numbers';

interface LossCase {
  readonly kind: string;
  readonly parameters: object;
  readonly task: 'classification' | 'regression';
  readonly classes: number;
  readonly output: number[][];
  readonly target: number[] | number[][];
  readonly perExample: number[];
  readonly gradient: number[];
}

interface OptimizerCase {
  readonly kind: string;
  readonly parameters: Record<string, number>;
  readonly rates: number[];
  readonly inputs: number[];
  readonly targets: number[];
  readonly start: { readonly kernel: number[]; readonly bias: number[] };
  readonly steps: { readonly loss: number; readonly kernel: number[]; readonly bias: number[] }[];
}

/** Made by `test/fixtures/keras_training/make.py`. */
const oracle = JSON.parse(
  readFileSync(resolve('test/fixtures/keras_training/keras_training.json'), 'utf8'),
) as {
  readonly losses: LossCase[];
  readonly optimizers: OptimizerCase[];
  readonly maxNorm: { readonly kernel: number[]; readonly limit: number; readonly constrained: number[] };
};

/** Keras rounds 1 − β₂ᵗ to float32, which moves Adam's step by half a hundred-thousandth. */
const tolerance = 1e-5;

const close = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  relativeDifference(Float32Array.from(a), Float32Array.from(b), 1e-3);

let backend: Backend;
beforeAll(() => {
  backend = bestBackend();
});

describe('a loss and its gradient are Keras’s', () => {
  it('for every loss of the catalogue', () => {
    const covered = new Set(oracle.losses.map(({ kind }) => kind));
    expect(lossCatalogue.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
  });

  it.each(oracle.losses)('$kind $parameters on $task', (example) => {
    const definition = findLoss(example.kind);
    if (definition === undefined) throw new Error(`no loss ${example.kind}`);
    const { tf } = backend;
    const ops = new EagerOps(backend, { seed: 1, step: 0 });
    tf.tidy(() => {
      const target =
        example.task === 'classification'
          ? tf.tensor1d(example.target as number[], 'int32')
          : tf.tensor2d(example.target as number[][]);
      const perExample = (output: ReturnType<typeof tf.tensor>) =>
        definition.perExample(
          ops,
          { output, target, task: example.task, classes: example.classes },
          definition.schema.parse(example.parameters),
        );
      const output = tf.tensor2d(example.output);
      const gradient = tf.grad((x) => tf.mean(perExample(x)))(output);
      expect(close(perExample(output).dataSync(), example.perExample)).toBeLessThan(tolerance);
      expect(close(gradient.dataSync(), example.gradient)).toBeLessThan(tolerance);
    });
  });
});

describe('an optimizer steps as Keras’s does', () => {
  it('for every optimizer of the catalogue', () => {
    const covered = new Set(oracle.optimizers.map(({ kind }) => kind));
    expect(optimizerCatalogue.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
  });

  it.each(oracle.optimizers)(
    '$kind $parameters',
    ({ kind, parameters, rates, inputs, targets, start, steps }) => {
      const { clipNorm, ...optimizer } = parameters;
      const indices = Int32Array.from({ length: 6 }, (_, index) => index);
      const data: TrainingData = {
        task: 'regression',
        classes: 0,
        examples: 6,
        inputs: Float32Array.from(inputs),
        inputShape: [3],
        targets: Float32Array.from(targets),
        targetSize: 2,
        splits: { training: indices, validation: new Int32Array(), test: new Int32Array() },
        scaling: { offset: [0], factor: [1] },
      };
      const config = trainingConfigSchema.parse({
        loss: 'meanSquaredError',
        optimizer: { kind, ...optimizer },
        batchSize: 6,
        ...(clipNorm === undefined ? {} : { clipNorm }),
      });
      const session = createEagerSession(
        requestOf(chain({ kind: 'dense', id: 'line', units: 2 }), config, data),
      );
      try {
        session.writeState([
          { name: 'parameters/line/kernel', shape: [3, 2], values: Float32Array.from(start.kernel) },
          { name: 'parameters/line/bias', shape: [2], values: Float32Array.from(start.bias) },
        ]);
        steps.forEach((expected, step) => {
          const { loss } = session.run({
            firstBatch: 0,
            firstStep: step,
            learningRates: Float32Array.of(rates[step] ?? NaN),
          });
          const [kernel, bias] = session.readState();
          expect(close(loss, [expected.loss])).toBeLessThan(tolerance);
          expect(close(kernel?.values ?? [], expected.kernel)).toBeLessThan(tolerance);
          expect(close(bias?.values ?? [], expected.bias)).toBeLessThan(tolerance);
        });
      } finally {
        session.dispose();
      }
    },
  );
});

it('weights are held to their largest norm as by Keras’s MaxNorm', () => {
  const { kernel, limit, constrained } = oracle.maxNorm;
  const { tf } = backend;
  tf.tidy(() => {
    const ops = new EagerOps(backend, { seed: 1, step: 0 });
    const held = constrainMaxNorm(ops, tf.tensor(kernel, [4, 3]), limit);
    expect(close(held.dataSync(), constrained)).toBeLessThan(tolerance);
  });
});
