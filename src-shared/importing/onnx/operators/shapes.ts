import { fromFront, sizeOf } from '../../../ops/shape';
import { asSeen, reshaped } from '../network/arranging';
import { regrouped, resolvedTarget, viewedShape } from '../network/views';
import { constantOf, type Activation, type Value } from '../network/values';
import { Refusal, type Integers } from '../graph/model';
import { transposedConstant } from './constants';
import type { NodeReader, Operator } from './node';

export const identity: Operator = (reader) => {
  const value = reader.value(0);
  return value.kind === 'function' ? reader.activation(0) : value;
};

export const flatten: Operator = (reader) => {
  const x = reader.activation(0);
  const axis = reader.integer('axis', 1);
  const rank = x.axes.length + 1;
  const at = fromFront(axis, rank);
  reader.require(at === 1, `it flattens from axis ${at} on, which puts examples together`);
  return shaped(reader, x, [sizeOf(x.shape)]);
};

export const reshape: Operator = (reader) => {
  const target = reader.integers(1);
  const takesZero = reader.integer('allowzero', 0) === 1;
  const value = reader.value(0);
  if (value.kind === 'constant') return reshapedConstant(value.tensor.values, target, value.tensor.name);
  const x = reader.activation(0);
  reader.require(!(takesZero && target.includes(0)), 'it makes an axis of size 0');
  return shaped(reader, x, resolvedTarget(target, viewedShape(x.shape, x.axes), reader.place.batch));
};

function reshapedConstant(values: Float32Array | Integers, target: Integers, name: string): Value {
  const given = sizeOf(target.map((size) => (size === -1 ? 1 : (size ?? NaN))));
  const dims = target.map((size) => (size === -1 ? values.length / given : (size ?? NaN)));
  if (sizeOf(dims) === values.length) return constantOf(dims, values, name);
  throw new Refusal('its constant does not have that shape');
}

export const transpose: Operator = (reader) => {
  const value = reader.value(0);
  const told = reader.list('perm');
  if (value.kind === 'constant') {
    return transposedConstant(value.tensor, told ?? [...value.tensor.dims.keys()].reverse());
  }
  const x = reader.activation(0);
  const order = told ?? [...x.axes.keys(), x.axes.length].reverse();
  reader.require(order[0] === 0, 'it moves the axis of the examples');
  return { ...x, axes: order.slice(1).map((axis) => x.axes[axis - 1] ?? []) };
};

export const squeeze: Operator = (reader) => {
  const value = reader.value(0);
  const list = reader.listOrInput('axes', 1);
  if (value.kind === 'constant') {
    const { dims, values, name } = value.tensor;
    const axes = list?.map((axis) => fromFront(axis, dims.length));
    return constantOf(
      dims.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
      values,
      name,
    );
  }
  const x = reader.activation(0);
  const sizes = viewedShape(x.shape, x.axes);
  const rank = sizes.length + 1;
  const axes = list?.map((axis) => fromFront(axis, rank)) ?? [];
  const isLeftOut = (size: number, axis: number) => (list === null ? size === 1 : axes.includes(axis + 1));
  reader.require(
    !axes.includes(0) && sizes.every((size, axis) => size === 1 || !isLeftOut(size, axis)),
    'it takes out an axis that is not of size 1',
  );
  return { ...x, axes: x.axes.filter((_, axis) => !isLeftOut(sizes[axis] ?? 1, axis)) };
};

export const unsqueeze: Operator = (reader) => {
  const value = reader.value(0);
  const list = reader.listOrInput('axes', 1) ?? [];
  const before = value.kind === 'constant' ? value.tensor.dims.length : reader.activation(0).axes.length + 1;
  const rank = before + list.length;
  const axes = list.map((axis) => fromFront(axis, rank));
  const spread = <T>(parts: readonly T[], one: T): T[] => {
    const left = [...parts];
    return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? one : (left.shift() ?? one)));
  };
  if (value.kind === 'constant') {
    const { dims, values, name } = value.tensor;
    return constantOf(spread(dims, 1), values, name);
  }
  const x = reader.activation(0);
  reader.require(!axes.includes(0), 'it puts an axis before the examples');
  return { ...x, axes: spread<readonly number[]>([[], ...x.axes], []).slice(1) };
};

/** The activation in another shape of the graph's: seen otherwise where that is enough, or reshaped. */
function shaped({ drafts }: NodeReader, x: Activation, target: readonly number[]): Activation {
  const axes = regrouped(x.shape, x.axes, target);
  return axes === null ? reshaped(drafts, asSeen(drafts, x), target) : { ...x, axes };
}
