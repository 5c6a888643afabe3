import { sizeOf, type Shape } from '../../../ops/shape';
import { Refusal, type Integers } from '../graph/model';

/**
 * How the axes of a value in the graph, without the batch, lie in the output of a layer of ours: of each, the axes of ours
 * that it goes over, the slowest first. `[[2], [0], [1]]` is an image with its channels first, `[[2, 0, 1]]` the same
 * flattened, and an empty list an axis of size one that ours does not have. Axes of ours of size one may stand nowhere.
 */
export type Axes = readonly (readonly number[])[];

/** Each axis is the same here and there. */
export const sameAxes = (shape: Shape): Axes => shape.map((_, axis) => [axis]);

/** The sizes that the value has in the graph, without the batch. */
export function viewedShape(shape: Shape, axes: Axes): Shape {
  return axes.map((group) => sizeOf(group.map((axis) => shape[axis] ?? 1)));
}

/** All axes of ours in the order of the graph's; those of size one that stand nowhere at the end. */
export function orderOf(shape: Shape, axes: Axes): number[] {
  const named = axes.flat();
  return [...named, ...[...shape.keys()].filter((axis) => !named.includes(axis))];
}

/** Whether axes stand in their own order, those of size one wherever they are. */
export function isInOrder(shape: Shape, order: readonly number[]): boolean {
  const wide = order.filter((axis) => (shape[axis] ?? 1) > 1);
  return wide.every((axis, at) => at === 0 || axis > (wide[at - 1] ?? 0));
}

/**
 * The axes under another shape of the graph's, where each of its axes goes over whole axes of ours; null where one is
 * taken apart.
 * @param target without the batch, of as many values
 */
export function regrouped(shape: Shape, axes: Axes, target: Shape): Axes | null {
  const left = axes.flat().filter((axis) => (shape[axis] ?? 1) > 1);
  const groups: number[][] = [];
  for (const size of target) {
    const group: number[] = [];
    let product = 1;
    while (product < size && left.length > 0) {
      const axis = left.shift() ?? 0;
      group.push(axis);
      product *= shape[axis] ?? 1;
    }
    if (product !== size) return null;
    groups.push(group);
  }
  return groups;
}

/**
 * The sizes that a Reshape asks for, without the batch.
 * @param target as it stands in the graph, the batch first
 * @param shape of the value, without the batch
 * @param batch the file's own number of examples, where it is made for one
 */
export function resolvedTarget(target: Integers, shape: Shape, batch: number | null): Shape {
  const [first = 1, ...rest] = target;
  const sizes = rest.map((size, at) => (size === 0 ? (shape[at] ?? 0) : size));
  const all = sizeOf(shape);
  const given = sizeOf(sizes.map((size) => (size === -1 ? 1 : (size ?? 0))));
  const whole = sizes.map((size) => (size === -1 ? all / given : (size ?? 0)));
  const keepsBatch = first === null || first === 0 || first === -1 || first === batch;
  if (keepsBatch && sizeOf(whole) === all && whole.every((size) => Number.isInteger(size) && size > 0)) {
    return whole;
  }
  const text = target.map((size) => size ?? 'batch').join(', ');
  throw new Refusal(`it makes [${text}] of examples of [${shape.join(', ')}], which puts examples together`);
}
