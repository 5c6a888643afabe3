import { fromFront } from '../../../ops/shape';
import { arranged } from '../network/arranging';
import type { Drafts } from '../network/drafts';
import { constantOf, type Activation, type Value } from '../network/values';
import { viewedShape } from '../network/views';
import { Refusal, type OnnxTensor } from '../graph/model';
import type { NodeReader, Operator } from './node';

export const concat: Operator = (reader) => {
  const axis = reader.integer('axis', 1);
  const values = reader.node.inputs.map((_, index) => reader.value(index));
  const constants = values.flatMap((value) => (value.kind === 'constant' ? [value.tensor] : []));
  if (constants.length === values.length) return joinedIntegers(constants);
  const branches = reader.activations();
  const [first] = branches;
  if (first === undefined) throw new Refusal('it has no inputs');
  if (branches.length === 1) return first;
  const at = fromFront(axis, first.axes.length + 1);
  reader.require(at > 0, 'it puts examples behind one another');
  return joined(reader, branches, at - 1);
};

function joined(reader: NodeReader, branches: readonly Activation[], axis: number): Activation {
  const alike = alikeArranged(reader.drafts, branches, axis);
  const [first] = alike;
  const [ours = 0] = first?.axes[axis] ?? [];
  const name = reader.layerName('concatenate');
  return reader.drafts.add(
    { kind: 'concatenate', parameters: { axis: ours + 1 }, name, axes: first?.axes ?? [] },
    alike,
  );
}

/** All with the same axes of the graph's as the same of ours. @param axis that ours must have, even where its size is one */
export function alikeArranged(
  drafts: Drafts,
  branches: readonly Activation[],
  axis: number | null = null,
): Activation[] {
  const [first] = branches;
  if (first === undefined) return [];
  const sizes = branches.map((branch) => viewedShape(branch.shape, branch.axes));
  const isNeeded = (at: number) => at === axis || sizes.some((shape) => shape[at] !== 1);
  const isHeld = (at: number) => isNeeded(at) || branches.some(({ axes }) => (axes[at] ?? []).length > 0);
  const place = (at: number) => first.axes[at]?.[0] ?? first.shape.length;
  const order = [...first.axes.keys()].filter(isHeld).sort((a, b) => place(a) - place(b));
  return branches.map((branch) => arranged(drafts, branch, order));
}

/** Shapes are put together so. */
function joinedIntegers(tensors: readonly OnnxTensor[]): Value {
  const whole = tensors.flatMap(({ values, dims }) => {
    if (values instanceof Float32Array || dims.length !== 1)
      throw new Refusal('it joins constants other than shapes');
    return [...values];
  });
  return constantOf([whole.length], whole);
}
