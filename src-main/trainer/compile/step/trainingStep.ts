import { weighLosses } from '@shared/training/classWeights';
import { stepMetricsFor, stepValues } from '@shared/training/metrics/measuring';
import { penaltyOf, regularizationOf } from '@shared/training/regularization';
import type { SessionRequest } from '../../session/session';
import { trainingWeightsOf } from '../../session/trainingWeights';
import { differentiate } from '../ops/differentiate';
import { batchOf, countOf, knownBatchOf } from './batch';
import { gatherTrainingInputs, judge, recordForwardPass, Weights, type ForwardPass } from './forwardPass';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import { recordGuardedUpdate, type Change } from './guardedUpdate';
import type { Turn } from '../calls/loop';
import { partsOf, type Part } from './parts';
import { isFinite } from '../operations/elementwise';
import type { SessionVariables } from '../sessionVariables';
import type { GraphTensor } from '../graph/trace';
import { gatherSharedRows, readVariable } from '../graph/variables';

/** Columns of a step's measurements: the last are metrics of its batch. */
export function stepColumns({ data }: SessionRequest): readonly string[] {
  return ['loss', 'penalty', 'gradientNorm', ...stepMetricsFor(data).map(({ kind }) => kind)];
}

/** What a call tells its steps. */
export interface StepArguments {
  /** Number of the call's first step in the run and of its first batch in the epoch: int32 scalars. */
  readonly firstStep: GraphTensor;
  readonly firstBatch: GraphTensor;
  /** Of this step, a float32 scalar. */
  readonly learningRate: GraphTensor;
  /** Examples of every batch of the call, where that is known before it: none is smaller. */
  readonly examples?: number;
}

export interface TrainingStep extends Turn {
  /** The functions that the step calls. */
  readonly functions: readonly GraphFunction[];
}

/** Records one training step, the body of a loop over steps: batch, forward pass, loss, gradients, update. */
export function recordTrainingStep(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  index: GraphTensor,
  { firstStep, firstBatch, learningRate, examples: known }: StepArguments,
): TrainingStep {
  const { config } = request.training;
  const step = ops.add(firstStep, index);
  const batch = ops.add(firstBatch, index);
  const indices =
    known === undefined
      ? batchOf(ops, readVariable(ops, variables.order), batch, config.batchSize)
      : knownBatchOf(ops, variables.order, batch, config.batchSize, known);
  const weights = new Weights(ops, variables);
  const count = ops.cast(countOf(ops, indices), 'float32');
  const examples = partsOf(ops, request, indices);
  const parts = examples.map((part) => {
    // Parts would draw the same numbers: a layer that draws says that it needs the batch whole.
    const random = examples.length === 1 && { random: { seed: config.seed, step } };
    const batchSize = known === undefined ? countOf(ops, part.indices) : ops.integer(known);
    ops.setContext({ batchSize, ...random });
    return recordPart(ops, request, variables, weights, part, count);
  });
  if (parts.length > 1 && parts.some(({ nextValues }) => nextValues.size > 0)) {
    throw new Error('a layer that updates weights itself needs the batch whole');
  }
  const loss = parts.map((part) => part.loss).reduce(ops.add);
  const metrics = stepMetricsFor(request.data).map((_, place) =>
    parts.flatMap((part) => part.metrics[place] ?? []).reduce(ops.add),
  );
  const penalty = penaltyOf(ops, regularizedWeights(request, weights)) ?? ops.constant(0);

  const gradients = sumOfGradients(ops, weights, [
    ...parts.map((part) => part.gradients),
    gradientsOf(ops, weights, penalty),
  ]);
  const norm = globalNorm(ops, gradients);
  const finite = allFinite(ops, [loss, penalty, norm]);
  const changes = [
    ...clip(ops, gradients, norm, config.clipNorm),
    ...parts.flatMap(({ nextValues }) => [...nextValues].map(([weight, value]) => ({ weight, value }))),
  ];
  const stepNumber = ops.cast(ops.add(step, ops.integer(1)), 'float32');
  return {
    ...recordGuardedUpdate(ops, request, finite, changes, { learningRate, stepNumber }),
    row: [loss, penalty, norm, ...metrics],
    goOn: finite,
  };
}

/** What a part of the batch adds to the means over all of it, and to their derivatives. */
interface Share extends Pick<ForwardPass, 'nextValues'> {
  readonly loss: GraphTensor;
  /** Of every step, in their order. */
  readonly metrics: readonly GraphTensor[];
  readonly gradients: readonly (GraphTensor | null)[];
}

/** @param count examples of the whole batch, a float32 scalar */
function recordPart(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  weights: Weights,
  { indices, sum }: Part,
  count: GraphTensor,
): Share {
  const input = gatherTrainingInputs(ops, request, variables, indices);
  const target = gatherSharedRows(ops, variables.targets, indices);
  const { output, nextValues } = recordForwardPass(ops, request, weights, input, true);
  const judged = judge(ops, request, output, target);
  const share = (values: GraphTensor) => ops.divide(sum(values), count);
  const loss = share(weighLosses(ops, judged.losses, target, trainingWeightsOf(request)));
  return {
    loss,
    metrics: stepMetricsFor(request.data).map((metric) => share(stepValues(ops, metric, judged))),
    gradients: gradientsOf(ops, weights, loss),
    nextValues,
  };
}

function regularizedWeights({ network, training }: SessionRequest, from: Weights) {
  return network.layers.flatMap(({ id, spec, weights }) => {
    const regularization = regularizationOf(spec, training.config);
    const regularized = weights.filter((each) => each.trainable && each.regularized);
    const blocks = regularized.flatMap(({ name }) => from.blocksOf(id, name));
    return blocks.map((block) => ({ weight: from.block(block), regularization }));
  });
}

/** The derivative with respect to each weight that is learned, in their order; null where there is none. */
function gradientsOf(ops: GraphOps, weights: Weights, loss: GraphTensor): readonly (GraphTensor | null)[] {
  return differentiate(
    ops,
    loss,
    weights.learned.map((block) => weights.block(block)),
  );
}

/** Adds up what the terms of the loss give; a weight that none depends on is left out. */
function sumOfGradients(
  ops: GraphOps,
  weights: Weights,
  terms: readonly (readonly (GraphTensor | null)[])[],
): Change[] {
  return weights.learned.flatMap((weight, place) => {
    const gradients = terms.flatMap((term) => term[place] ?? []);
    return gradients.length === 0 ? [] : [{ weight, value: gradients.reduce(ops.add) }];
  });
}

/** The norm of all gradients as one vector. */
function globalNorm(ops: GraphOps, gradients: readonly Change[]): GraphTensor {
  const halves = gradients.map(({ value }) => ops.halfSquaredNorm(value));
  return ops.sqrt(ops.multiply(ops.constant(2), halves.reduce(ops.add, ops.constant(0))));
}

/** Scales all gradients down together where their norm is larger than allowed (Pascanu et al. 2013). */
function clip(
  ops: GraphOps,
  gradients: readonly Change[],
  norm: GraphTensor,
  clipNorm?: number,
): readonly Change[] {
  if (clipNorm === undefined) return gradients;
  const factor = ops.divide(ops.constant(clipNorm), ops.maximum(norm, ops.constant(clipNorm)));
  return gradients.map(({ weight, value }) => ({ weight, value: ops.multiply(value, factor) }));
}

/** A sum is finite only where all its terms are. */
function allFinite(ops: GraphOps, scalars: readonly GraphTensor[]): GraphTensor {
  const sum = scalars.reduce(ops.add);
  return ops.apply(isFinite, [sum], { dtype: 'bool', shape: [] });
}
