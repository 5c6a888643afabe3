import { initializeWeights } from '@shared/network/initialWeights';
import { learningRateAt } from '@shared/training/learningRate';
import type { MetricValues } from '@shared/training/metrics';
import { stepMetricsFor } from '@shared/training/metrics/measuring';
import { summarizeTargets } from '@shared/training/splitTargets';
import { expect } from 'vitest';
import { Pace } from '../../../src-main/trainer/run/pacing/pace';
import { evaluate, finish } from '../../../src-main/trainer/session/slices';
import { relativeDifference } from './numbers';
import type {
  CreateSession,
  SessionRequest,
  StateTensor,
  StepResult,
  TrainingSession,
} from '../../../src-main/trainer/session/session';

export interface Trained {
  readonly steps: StepResult;
  readonly state: readonly StateTensor[];
  readonly validation: MetricValues;
  /** Outputs for all examples. */
  readonly outputs: Float32Array;
}

/** Trains for some steps, from the seed's weights where no others are given, in calls of an epoch's batches each, and looks at all there is. */
export function train(
  create: CreateSession,
  request: SessionRequest,
  steps: number,
  weights = initializeWeights(request.network, request.training.config.seed),
): Trained {
  const { data, training } = request;
  const { batchSize } = training.config;
  const batches = Math.ceil(data.splits.training.length / batchSize);
  const session = create(request);
  try {
    session.writeState(weights);
    const results: StepResult[] = [];
    for (let first = 0; first < steps; first += batches) {
      const learningRates = Float32Array.from({ length: Math.min(batches, steps - first) }, (_, index) =>
        learningRateAt(training, { step: first + index, stepsPerEpoch: batches, totalSteps: steps }),
      );
      session.setEpochOrder(rotated(data.splits.training, first / batches));
      results.push(session.run({ firstBatch: 0, firstStep: first, learningRates }));
    }
    return {
      steps: stepsOf(results, request),
      state: session.readState(),
      validation: validationOf(session, request),
      outputs: session.predictExamples(Int32Array.from({ length: data.examples }, (_, index) => index)),
    };
  } finally {
    session.dispose();
  }
}

/** The steps of several calls one behind another. */
export function stepsOf(results: readonly StepResult[], { data }: SessionRequest): StepResult {
  return {
    loss: joined(results.map(({ loss }) => loss)),
    penalty: joined(results.map(({ penalty }) => penalty)),
    gradientNorm: joined(results.map(({ gradientNorm }) => gradientNorm)),
    metrics: Object.fromEntries(
      stepMetricsFor(data).map(({ kind }) => [
        kind,
        joined(results.map(({ metrics }) => metrics[kind] ?? new Float32Array())),
      ]),
    ),
  };
}

export function validationOf(session: TrainingSession, { data }: SessionRequest): MetricValues {
  const targets = summarizeTargets(data, data.splits.validation);
  return finish(evaluate(session, data, 'validation', targets, new Pace()));
}

/** Another order for each epoch. */
export function rotated(indices: Int32Array, epoch: number): Int32Array {
  const start = (epoch * 7) % indices.length;
  return Int32Array.from([...indices.subarray(start), ...indices.subarray(0, start)]);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Below this norm a tensor's difference counts over it, not over the tensor: noise around zero has no digits. */
const floor = 1e-2;

/** What rounding may make of a training of a few steps, relatively. */
const tolerance = 1e-5;

export interface Difference {
  readonly what: string;
  readonly relative: number;
}

/** How far two trainings are apart, in every series, every tensor of the state and in what the network then says. */
export function differencesBetween(a: Trained, b: Trained): Difference[] {
  const seriesOf = ({ steps: { metrics, ...rest } }: Trained) => Object.entries({ ...rest, ...metrics });
  expect(seriesOf(a).map(([what]) => what)).toEqual(seriesOf(b).map(([what]) => what));
  const series = seriesOf(a).map(([what, values], index) => ({
    what,
    relative: relativeDifference(values, seriesOf(b)[index]?.[1] ?? new Float32Array(), floor),
  }));
  const names = (trained: Trained) => trained.state.map(({ name }) => name);
  expect(names(a)).toEqual(names(b));
  const tensors = a.state.map(({ name, values }, index) => ({
    what: name,
    relative: relativeDifference(values, b.state[index]?.values ?? new Float32Array(), floor),
  }));
  expect(Object.keys(a.validation)).toEqual(Object.keys(b.validation));
  const validation = ({ validation }: Trained) =>
    Float32Array.from(Object.values(validation), (value) => value ?? -1);
  return [
    ...series,
    ...tensors,
    { what: 'validation', relative: relativeDifference(validation(a), validation(b), floor) },
    { what: 'outputs', relative: relativeDifference(a.outputs, b.outputs, floor) },
  ];
}

/** What is further apart than rounding brings it. */
export function apart(a: Trained, b: Trained): Difference[] {
  return differencesBetween(a, b).filter(({ relative }) => !(relative <= tolerance));
}
