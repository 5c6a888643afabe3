import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetTask } from '@shared/catalogue/task';
import { metricField } from '@shared/runs/metricNames';
import { metricCatalogue, type MetricKind, type MetricValues } from '@shared/training/metrics';
import { summarizeTargets } from '@shared/training/splitTargets';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import { baselinesOf } from '../../../src-main/trainer/run/measuring/baseline';
import type { CreateSession, SessionRequest } from '../../../src-main/trainer/session/session';
import { chain, requestOf } from '../support/requests';
import { validationOf } from '../support/training';

interface Case {
  readonly name: string;
  readonly task: DatasetTask;
  readonly loss: string;
  readonly classes: number;
  /** Of the examples that are judged. */
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly (number | readonly number[])[];
  readonly trainingTargets: readonly (number | readonly number[])[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Of an answer that is the same for all, learned from the training targets. */
  readonly baseline: Readonly<Record<string, number>>;
}

/** Made by `test/fixtures/metrics/make.py`. */
const oracle = JSON.parse(
  readFileSync(resolve('test/fixtures/metrics/metrics.json'), 'utf8'),
) as readonly Case[];

/** A network that gives its inputs, which are the wanted outputs, for the validation split; training has other targets. */
function requestFor({
  task,
  loss,
  classes,
  outputs,
  targets,
  trainingTargets,
}: Omit<Case, 'name' | 'metrics' | 'baseline'>) {
  const width = outputs[0]?.length ?? 0;
  const all = [...targets, ...trainingTargets];
  const indices = Int32Array.from(all, (_, index) => index);
  const data: SessionRequest['data'] = {
    task,
    classes,
    examples: all.length,
    inputs: Float32Array.from([...outputs, ...trainingTargets.map(() => outputs[0] ?? [])].flat()),
    inputShape: [width],
    targets: task === 'classification' ? Int32Array.from(all.flat()) : Float32Array.from(all.flat()),
    targetSize: task === 'classification' ? 1 : width,
    splits: {
      validation: indices.subarray(0, targets.length),
      training: indices.subarray(targets.length),
      test: new Int32Array(),
    },
    scaling: { offset: [0], factor: [1] },
  };
  return requestOf(chain({ kind: 'dense', units: width, useBias: false }), { loss }, data);
}

function metricsOf(create: CreateSession, request: SessionRequest): MetricValues {
  const session = create(request);
  try {
    const [kernel] = session.layout;
    const [width = 0] = kernel?.shape ?? [];
    const identity = Float32Array.from({ length: width * width }, (_, place) =>
      place % (width + 1) === 0 ? 1 : 0,
    );
    if (kernel !== undefined) session.writeState([{ ...kernel, values: identity }]);
    return validationOf(session, request);
  } finally {
    session.dispose();
  }
}

function baselineFor(request: SessionRequest) {
  const { data, training, network } = request;
  const targetsOf = (split: 'training' | 'validation' | 'test') => summarizeTargets(data, data.splits[split]);
  return baselinesOf({
    data,
    training,
    outputs: network.outputShape?.[0] ?? 0,
    targets: {
      training: targetsOf('training'),
      validation: targetsOf('validation'),
      test: targetsOf('test'),
    },
  }).baseline;
}

const sessions = { compiled: createCompiledSession, eager: createEagerSession };

function expectClose(values: MetricValues, wanted: Readonly<Record<string, number>>): void {
  expect(Object.keys(values).sort()).toEqual(Object.keys(wanted).sort());
  for (const [kind, value] of Object.entries(wanted)) {
    const error = Math.abs((values[kind as MetricKind] ?? NaN) - value);
    expect(error, `${kind} is ${values[kind as MetricKind]}, wanted ${value}`).toBeLessThan(
      1e-6 * Math.max(1, value),
    );
  }
}

describe('the metrics of a split', () => {
  it('are all in the oracle', () => {
    const covered = new Set(oracle.flatMap(({ metrics }) => Object.keys(metrics)));
    expect(metricCatalogue.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
  });

  describe.each(oracle)('with $name', (example) => {
    const request = requestFor(example);

    it.each(Object.entries(sessions))('are scikit-learn’s, %s', (_name, create) => {
      expectClose(metricsOf(create, request), example.metrics);
    });

    it('of an answer that is the same for all are scikit-learn’s dummy’s', () => {
      const baseline = baselineFor(request);
      const kinds = Object.keys(example.baseline) as MetricKind[];
      const values = kinds.map((kind) => [kind, baseline[metricField('validation', kind)]]);
      expectClose(Object.fromEntries(values) as MetricValues, example.baseline);
    });
  });

  it('take the first of equal scores: a net that says the same of all classes is no better than that', () => {
    const request = requestFor({
      task: 'classification',
      loss: 'softmaxCrossEntropy',
      classes: 6,
      outputs: Array.from({ length: 12 }, () => [0, 0, 0, 0, 0, 0]),
      targets: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5],
      trainingTargets: [0],
    });
    for (const create of Object.values(sessions)) {
      const { accuracy, topThreeAccuracy } = metricsOf(create, request);
      expect(accuracy).toBeCloseTo(1 / 6, 12);
      expect(topThreeAccuracy).toBe(0.5);
    }
  });

  it('do not count scores that are no numbers among the best three', () => {
    const request = requestFor({
      task: 'classification',
      loss: 'softmaxCrossEntropy',
      classes: 5,
      outputs: [
        [NaN, NaN, NaN, NaN, NaN],
        [4, 1, 2, 3, 0],
      ],
      targets: [0, 3],
      trainingTargets: [0],
    });
    for (const create of Object.values(sessions))
      expect(metricsOf(create, request).topThreeAccuracy).toBe(0.5);
  });

  it('leave R² undefined where all values are alike', () => {
    const request = requestFor({
      task: 'regression',
      loss: 'meanSquaredError',
      classes: 0,
      outputs: [[1], [2], [3]],
      targets: [[5], [5], [5]],
      trainingTargets: [[5]],
    });
    for (const create of Object.values(sessions)) {
      const { r2, meanAbsoluteError, loss } = metricsOf(create, request);
      expect(r2).toBeNull();
      expect(meanAbsoluteError).toBe(3);
      expect(loss).toBeCloseTo((16 + 9 + 4) / 3, 5);
    }
  });
});

describe('an answer that is the same for all', () => {
  /** Nine of class 2 of ten; and by the loss what is best for all. By hand: */
  const tenToOne = { task: 'classification' as const, targets: [2, 2, 2, 2, 2, 2, 2, 2, 2, 0], classes: 3 };
  const outputs = tenToOne.targets.map(() => [0, 0, 0]);

  it.each([
    // Every example but the commonest misses two margins of 1 against it and one against the third class.
    ['multiclassHinge', 0.1 * 3],
    // The shares 0.1, 0 and 0.9: 0.1² + 0.1² over three outputs for nine, 0.9² + 0.9² for one.
    ['meanSquaredError', (0.9 * 0.02 + 0.1 * 1.62) / 3],
    ['meanAbsoluteError', (0.9 * 0.2 + 0.1 * 1.8) / 3],
    ['softmaxCrossEntropy', -(0.9 * Math.log(0.9) + 0.1 * Math.log(0.1))],
  ])('loses by %s what it should', (loss, wanted) => {
    const request = requestFor({ ...tenToOne, loss, outputs, trainingTargets: tenToOne.targets });
    const baseline = baselineFor(request);
    expect(baseline.validationLoss).toBeCloseTo(wanted, 5);
    expect(baseline.trainingLoss).toBeCloseTo(wanted, 5);
    expect(baseline.validationAccuracy).toBeCloseTo(0.9, 12);
    expect(baseline.validationBalancedAccuracy).toBe(0.5);
    expect(Object.keys(baseline).filter((field) => field.startsWith('test'))).toEqual([]);
  });

  it.each([
    // Class 1 is 80 %: the score 1 for all loses 2 where it is wrong; 2·0.8 − 1 = 0.6 loses 0.4² and 1.6².
    ['hinge', 0.2 * 2],
    ['squaredHinge', 0.8 * 0.16 + 0.2 * 2.56],
    ['sigmoidCrossEntropy', -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2))],
    ['huber', 0.5 * (0.8 * 0.04 + 0.2 * 0.64)],
  ])('loses by %s what it should, of a single output', (loss, wanted) => {
    const targets = [1, 1, 1, 1, 0];
    const single = targets.map(() => [0]);
    const baseline = baselineFor(
      requestFor({
        task: 'classification',
        loss,
        classes: 2,
        outputs: single,
        targets,
        trainingTargets: targets,
      }),
    );
    expect(baseline.validationLoss).toBeCloseTo(wanted, 5);
    expect(baseline.validationAccuracy).toBeCloseTo(0.8, 12);
  });

  it('leaves no tensor behind', () => {
    const request = requestFor({ ...tenToOne, loss: 'huber', outputs, trainingTargets: tenToOne.targets });
    const { tf } = bestBackend();
    const before = tf.memory().numTensors;
    baselineFor(request);
    expect(tf.memory().numTensors).toBe(before);
  });
});
