import { constrainMaxNorm, regularizationOf } from '@shared/training/regularization';
import type { SessionRequest } from '../../session/session';
import type { GraphFunction } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { conditional } from '../operations/control';
import type { WeightBlock } from '../sessionVariables';
import { Trace, type GraphNode, type GraphTensor } from '../graph/trace';
import { recordUpdate, type Update } from './updates';
import { assignVariable, readVariable } from '../graph/variables';

/** A value that the update takes, for a weight: its gradient, or its next value where it is not learned by gradient. */
export interface Change {
  readonly weight: WeightBlock;
  readonly value: GraphTensor;
}

/** What all changes of a step have in common. */
type StepValues = Pick<Update, 'learningRate' | 'stepNumber'>;

export interface GuardedUpdate {
  /** Nodes that must run. */
  readonly effects: readonly GraphNode[];
  /** The functions that they call. */
  readonly functions: readonly GraphFunction[];
}

/**
 * Records a step's update, which is carried out where the step was finite; otherwise the last good parameters stay. A
 * draft always updates: of several runs one may go on without the others, and its parameters are not looked at any more.
 */
export function recordGuardedUpdate(
  ops: GraphOps,
  request: SessionRequest,
  finite: GraphTensor,
  changes: readonly Change[],
  step: StepValues,
): GuardedUpdate {
  switch (ops.trace.borders) {
    case 'open':
      return updateIf(ops, request, finite, changes, step);
    case 'closed':
      return { effects: updateWhere(ops, request, finite, changes, step), functions: [] };
    case 'draft':
      return { effects: updateAnyway(ops, request, finite, changes, step), functions: [] };
  }
}

/** Calls the updates, or does not. */
function updateIf(
  ops: GraphOps,
  request: SessionRequest,
  finite: GraphTensor,
  changes: readonly Change[],
  { learningRate, stepNumber }: StepValues,
): GuardedUpdate {
  const update = recordUpdates(request, changes);
  const keep = recordKeeping(changes);
  const values = [learningRate, stepNumber, ...changes.map(({ value }) => value)];
  const attributes = {
    Tcond: { type: 'bool' },
    Tin: { types: values.map(({ dtype }) => dtype) },
    Tout: { types: [] },
    then_branch: { function: { name: update.trace.name } },
    else_branch: { function: { name: keep.trace.name } },
    output_shapes: { shapes: [] },
    _lower_using_switch_merge: { bool: true },
  } as const;
  const node = ops.trace.add(conditional, [finite, ...values], attributes, []);
  return { effects: [node], functions: [update, keep] };
}

/**
 * Updates, and takes each value back where it should have stayed. XLA makes one pass over a parameter of that; of a
 * branch it makes copies of all parameters.
 */
function updateWhere(
  ops: GraphOps,
  request: SessionRequest,
  finite: GraphTensor,
  changes: readonly Change[],
  step: StepValues,
): GraphNode[] {
  return changes.flatMap(({ weight, value }) => {
    const changed = [weight.variable, ...(weight.trainable ? weight.slots.values() : [])];
    const before = changed.map((variable) => readVariable(ops, variable));
    const read = before.map(({ node }) => node);
    const updates = recordChange(ops, request, weight, { ...step, gradient: value, after: read });
    return changed.map((variable, place) => {
      const kept = before[place];
      if (kept === undefined) throw new Error('an updated variable was not read before');
      const after = readVariable(ops, variable, updates);
      return assignVariable(ops, variable, ops.choose(finite, after, kept));
    });
  });
}

/** Whether the step was finite is known only when all that reads the parameters has done so. */
function updateAnyway(
  ops: GraphOps,
  request: SessionRequest,
  finite: GraphTensor,
  changes: readonly Change[],
  step: StepValues,
): GraphNode[] {
  return changes.flatMap(({ weight, value }) =>
    recordChange(ops, request, weight, { ...step, gradient: value, after: [finite.node] }),
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
    return recordChange(ops, request, weight, { gradient: value, learningRate, stepNumber });
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

/** A weight's step, or its next value where it is not learned by gradient. */
function recordChange(
  ops: GraphOps,
  request: SessionRequest,
  weight: WeightBlock,
  step: Omit<Update, 'parameter' | 'slot'>,
): GraphNode[] {
  if (!weight.trainable) return [assignVariable(ops, weight.variable, step.gradient, step.after)];
  const updated = optimize(ops, request, weight, step);
  return [...updated, ...constrain(ops, request, weight, updated)];
}

function optimize(
  ops: GraphOps,
  { training }: SessionRequest,
  { variable, slots }: WeightBlock,
  step: Omit<Update, 'parameter' | 'slot'>,
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
