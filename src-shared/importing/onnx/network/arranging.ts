import { sizeOf, type Shape } from '../../../ops/shape';
import type { Drafts } from './drafts';
import type { Activation } from './values';
import { isInOrder, orderOf, viewedShape } from './views';

/**
 * The activation with the graph's axes in an order as ours: it is permuted and reshaped where it does not lie so already.
 * @param order axes of the graph, without the batch; those left out are of size one, and ours has none of them
 */
export function arranged(drafts: Drafts, activation: Activation, order: readonly number[]): Activation {
  const { shape, axes } = activation;
  const sizes = viewedShape(shape, axes);
  const wanted = order.map((axis) => sizes[axis] ?? 1);
  const flat = orderOf(
    shape,
    order.map((axis) => axes[axis] ?? []),
  );
  const ordered = isInOrder(shape, flat)
    ? activation
    : drafts.add({ kind: 'permute', parameters: { dims: flat.map((axis) => axis + 1) } }, [activation]);
  const formed = ordered.shape.join() === wanted.join() ? ordered : reshaped(drafts, ordered, wanted);
  return { ...formed, axes: axes.map((_, axis) => (order.includes(axis) ? [order.indexOf(axis)] : [])) };
}

/** The activation as the graph sees it, with its very axes. */
export function asSeen(drafts: Drafts, activation: Activation): Activation {
  return arranged(drafts, activation, [...activation.axes.keys()]);
}

/** The values in their order in another shape of ours. */
export function reshaped(drafts: Drafts, activation: Activation, shape: Shape): Activation {
  return shape.length === 1
    ? drafts.add({ kind: 'flatten' }, [activation])
    : drafts.add({ kind: 'reshape', parameters: { targetShape: [...shape] } }, [activation]);
}

/**
 * All values in one row in our order, and where in it each of the graph's stands.
 * @param activation that the graph sees as one row
 */
export function inOneRow(
  drafts: Drafts,
  activation: Activation,
): { readonly row: Activation; readonly places: Int32Array } {
  const { shape, axes } = activation;
  const order = orderOf(shape, axes);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const places = new Int32Array(sizeOf(shape));
  const index = order.map(() => 0);
  for (let at = 0; at < places.length; at++) {
    places[at] = order.reduce(
      (sum, axis, position) => sum + (strides[axis] ?? 0) * (index[position] ?? 0),
      0,
    );
    for (let position = order.length - 1; position >= 0; position--) {
      index[position] = (index[position] ?? 0) + 1;
      if ((index[position] ?? 0) < (shape[order[position] ?? 0] ?? 1)) break;
      index[position] = 0;
    }
  }
  const row = shape.length === 1 ? activation : reshaped(drafts, activation, [sizeOf(shape)]);
  return { row: { ...row, axes: axes.map((group) => (group.length === 0 ? [] : [0])) }, places };
}
