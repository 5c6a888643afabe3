import { regularizationOf } from '@shared/training/regularization';
import { sizeOf } from '@shared/ops/shape';
import type { SessionRequest } from '../../session/session';
import type { GraphNode, GraphTensor } from '../graph/trace';
import { assignVariable, readVariable, type Variable } from '../graph/variables';
import type { GraphOps } from '../ops/graphOps';
import type { WeightBlock } from '../sessionVariables';
import type { Change } from './guardedUpdate';

/**
 * What is learned, up to which it is one vector while machine code takes steps. XLA's runtime takes a tenth of a
 * microsecond for each piece of work, however small: an update of one vector is 3 where one of each weight is 18, for
 * three layers and Adam. Each matrix is then copied out of the vector once a step, which large ones are not worth.
 */
const mostPacked = 8192;

/** All that a network learns, one weight behind the other. It lives from a call's first step to its last. */
export interface PackedWeights {
  /** Of one axis, with the optimizer's slots alike. */
  readonly whole: WeightBlock;
  readonly members: readonly WeightBlock[];
}

/** Plans it, where each weight takes its step as if it were alone; null where it is not to be. */
export function planPacking(
  { network, training, compilation }: SessionRequest,
  weights: readonly WeightBlock[],
): PackedWeights | null {
  const members = weights.filter(({ trainable }) => trainable);
  const size = members.reduce((sum, { variable }) => sum + sizeOfVariable(variable), 0);
  const looksAtOneWeight = network.layers.some(
    ({ spec }) => regularizationOf(spec, training.config).maxNorm !== null,
  );
  const [first] = members;
  if (compilation !== 'xla' || first === undefined || size > mostPacked || looksAtOneWeight) return null;
  const vector = (name: string): Variable => ({ name: `packed/${name}`, dtype: 'float32', shape: [size] });
  const slots = [...first.slots.keys()].map((name) => [name, vector(`optimizer/${name}`)] as const);
  const whole = {
    ...{ layer: '', weight: '', trainable: true },
    variable: vector('parameters'),
    slots: new Map(slots),
  };
  return { whole, members };
}

/** A member's value, cut out of the vector. */
export function cutOut(
  ops: GraphOps,
  { members }: PackedWeights,
  vector: GraphTensor,
  member: WeightBlock,
): GraphTensor {
  const before = members.slice(0, members.indexOf(member));
  const begin = before.reduce((sum, { variable }) => sum + sizeOfVariable(variable), 0);
  const { shape } = member.variable;
  return ops.reshape(ops.slice(vector, 0, begin, sizeOfVariable(member.variable)), shape);
}

/** The gradients of all members as that of the vector. @throws Error where a member has none */
export function packGradients(ops: GraphOps, packed: PackedWeights, gradients: readonly Change[]): Change {
  const values = packed.members.map((member) => {
    const found = gradients.find(({ weight }) => weight === member);
    if (found === undefined) throw new Error(`nothing depends on ${member.variable.name}`);
    return found.value;
  });
  return { weight: packed.whole, value: sideBySide(ops, values) };
}

/** Fills the vectors before the first step. @returns what must have run before it */
export function pack(ops: GraphOps, packed: PackedWeights): readonly GraphNode[] {
  return vectorsOf(packed).map(({ vector, parts }) =>
    assignVariable(
      ops,
      vector,
      sideBySide(
        ops,
        parts.map((part) => readVariable(ops, part)),
      ),
    ),
  );
}

/** Hands the vectors' values back to the weights. @param after the last step @returns what must run */
export function unpack(ops: GraphOps, packed: PackedWeights, after: GraphNode): readonly GraphNode[] {
  return vectorsOf(packed).flatMap(({ vector, parts }) => {
    const whole = readVariable(ops, vector, [after]);
    return packed.members.flatMap((member, place) => {
      const part = parts[place];
      return part === undefined ? [] : [assignVariable(ops, part, cutOut(ops, packed, whole, member))];
    });
  });
}

/** Each vector, with the variables whose values it holds in the members' order. */
export function vectorsOf({ whole, members }: PackedWeights) {
  const slots = [...whole.slots].map(([name, vector]) => ({
    vector,
    parts: members.map(({ slots, variable }) => {
      const part = slots.get(name);
      if (part === undefined) throw new Error(`${variable.name} has no slot ${name}`);
      return part;
    }),
  }));
  return [{ vector: whole.variable, parts: members.map(({ variable }) => variable) }, ...slots];
}

function sideBySide(ops: GraphOps, values: readonly GraphTensor[]): GraphTensor {
  const flat = values.map((value) => ops.reshape(value, [sizeOf(value.shape.map(Number))]));
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : ops.concatenate(flat, 0);
}

const sizeOfVariable = ({ shape }: Variable): number => sizeOf(shape.map(Number));
