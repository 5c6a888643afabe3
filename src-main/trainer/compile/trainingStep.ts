import { stepMetricsFor, stepValues } from '@shared/training/metrics/measuring';
import { constrainMaxNorm, penaltyOf, regularizationOf } from '@shared/training/regularization';
import type { SessionRequest } from '../session/session';
import { differentiate } from './differentiate';
import { batchOf, countOf, elementAt } from './batch';
import { gatherInputs, judge, recordForwardPass, Weights, type ForwardPass } from './forwardPass';
import type { GraphFunction } from './graphDef';
import { GraphOps } from './graphOps';
import type { Turn } from './loop';
import { partsOf, type Part } from './parts';
import { conditional } from './operations/control';
import { isFinite } from './operations/elementwise';
import type { SessionVariables, WeightBlock } from './sessionVariables';
import { Trace, type GraphNode, type GraphTensor } from './trace';
import { recordUpdate, type Update } from './updates';
import { assignVariable, gatherRows, readVariable } from './variables';

/** Columns of a step's measurements: the last are metrics of its batch. */
export function stepColumns({ data }: SessionRequest): readonly string[] {
  return ['loss', 'penalty', 'gradientNorm', ...stepMetricsFor(data).map(({ kind }) => kind)];
}

/** What a call tells its steps. */
export interface StepArguments {
  /** Number of the call's first step in the run and of its first batch in the epoch: int32 scalars. */
  readonly firstStep: GraphTensor;
  readonly firstBatch: GraphTensor;
  /** One for each step, float32. */
  readonly learningRates: GraphTensor;
}

/** A value that the update takes, for a weight: its gradient, or its next value where it is not learned by gradient. */
interface Change {
  readonly weight: WeightBlock;
  readonly value: GraphTensor;
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
  { firstStep, firstBatch, learningRates }: StepArguments,
): TrainingStep {
  const { config } = request.training;
  const step = ops.add(firstStep, index);
  const indices = batchOf(
    ops,
    readVariable(ops, variables.order),
    ops.add(firstBatch, index),
    config.batchSize,
  );
  const weights = new Weights(ops, variables);
  const count = ops.cast(countOf(ops, indices), 'float32');
  const examples = partsOf(ops, request, indices);
  const parts = examples.map((part) => {
    // Parts would draw the same numbers: a layer that draws says that it needs the batch whole.
    const random = examples.length === 1 && { random: { seed: config.seed, step } };
    ops.setContext({ batchSize: countOf(ops, part.indices), ...random });
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
  const learningRate = elementAt(ops, learningRates, index);
  const stepNumber = ops.cast(ops.add(step, ops.integer(1)), 'float32');
  const functions = [recordUpdates(request, changes), recordKeeping(changes)];
  return {
    row: [loss, penalty, norm, ...metrics],
    goOn: finite,
    effects: [updateIf(ops, finite, [learningRate, stepNumber, ...changes.map(({ value }) => value)])],
    functions,
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
  const input = gatherInputs(ops, request, variables, indices);
  const target = gatherRows(ops, variables.targets, indices);
  const { output, nextValues } = recordForwardPass(ops, request, weights, input, true);
  const judged = judge(ops, request, output, target);
  const share = (values: GraphTensor) => ops.divide(sum(values), count);
  const loss = share(judged.losses);
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

/** Calls the updates where the step was finite; otherwise the last good parameters stay. */
function updateIf(ops: GraphOps, finite: GraphTensor, values: readonly GraphTensor[]): GraphNode {
  return ops.trace.add(
    conditional,
    [finite, ...values],
    {
      Tcond: { type: 'bool' },
      Tin: { types: values.map(({ dtype }) => dtype) },
      Tout: { types: [] },
      then_branch: { function: { name: 'update' } },
      else_branch: { function: { name: 'keep' } },
      output_shapes: { shapes: [] },
      _lower_using_switch_merge: { bool: true },
    },
    [],
  );
}

/** The function `update`: every weight takes its step, and keeps to its largest norm. */
function recordUpdates(request: SessionRequest, changes: readonly Change[]): GraphFunction {
  const trace = new Trace('update');
  const ops = new GraphOps(trace);
  const { learningRate, stepNumber, values } = updateArguments(trace, changes);
  const effects = changes.flatMap(({ weight }, place) => {
    const value = values[place];
    if (value === undefined) throw new Error('an update lacks its value');
    if (!weight.trainable) return [assignVariable(ops, weight.variable, value)];
    const updated = optimize(ops, request, weight, { gradient: value, learningRate, stepNumber });
    return [...updated, ...constrain(ops, request, weight, updated)];
  });
  return { trace, results: [], effects };
}

/** The function `keep`: takes what `update` takes, as TensorFlow wants of two branches, and does nothing. */
function recordKeeping(changes: readonly Change[]): GraphFunction {
  const trace = new Trace('keep');
  updateArguments(trace, changes);
  return { trace, results: [], effects: [] };
}

function updateArguments(trace: Trace, changes: readonly Change[]) {
  const scalar = { dtype: 'float32', shape: [] } as const;
  return {
    learningRate: trace.argument('learningRate', scalar),
    stepNumber: trace.argument('stepNumber', scalar),
    values: changes.map(({ weight, value }) => trace.argument(weight.variable.name, value)),
  };
}

function optimize(
  ops: GraphOps,
  { training }: SessionRequest,
  { variable, slots }: WeightBlock,
  step: Pick<Update, 'gradient' | 'learningRate' | 'stepNumber'>,
): GraphNode[] {
  const slot = (name: string) => {
    const found = slots.get(name);
    if (found === undefined) throw new Error(`the optimizer has no slot ${name}`);
    return found;
  };
  const updates: GraphNode[] = [];
  training.optimizer.definition.update<GraphTensor>(
    {
      learningRate: step.learningRate,
      apply: (rule) => updates.push(recordUpdate(ops, rule, { ...step, parameter: variable, slot })),
    },
    training.optimizer.parameters,
  );
  return updates;
}

/** After the update, weights into a unit are scaled down to the largest norm allowed. */
function constrain(
  ops: GraphOps,
  { network, training }: SessionRequest,
  { layer, weight, variable }: WeightBlock,
  after: readonly GraphNode[],
): GraphNode[] {
  const owner = network.layers.find(({ id }) => id === layer);
  const { maxNorm } = owner ? regularizationOf(owner.spec, training.config) : { maxNorm: null };
  const regularized = owner?.weights.some(({ name, regularized }) => name === weight && regularized);
  if (maxNorm === null || !regularized) return [];
  return [assignVariable(ops, variable, constrainMaxNorm(ops, readVariable(ops, variable, after), maxNorm))];
}
