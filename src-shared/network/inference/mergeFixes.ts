import type { LayerId } from '../../ids';
import { formatShape, type Shape } from '../../ops/shape';
import type { NetworkFix } from './index';

/** One of the branches that a merge joins: its last layer, that layer's output and how deep in the net it stands. */
export interface Branch {
  readonly id: LayerId;
  readonly shape: Shape;
  readonly depth: number;
}

/** A layer that turns one shape into another. */
interface Adapter {
  readonly layer: string;
  readonly parameters: Record<string, unknown>;
  readonly title: string;
}

/**
 * Makes the branches of a merge alike: the others are brought to the shape of the deepest one, which does the work, as
 * the projection shortcuts of He et al. 2016 are. Where only the last axis differs, the branches can also be kept side by
 * side.
 */
export function fixUnlikeBranches(merge: LayerId, branches: readonly Branch[]): readonly NetworkFix[] {
  const insertions = [...branches]
    .sort(
      (one, other) =>
        unlike(branches, one).length - unlike(branches, other).length || other.depth - one.depth,
    )
    .map((target) => insertionsTowards(merge, branches, target))
    .find((fixes) => fixes !== null);
  const places = new Set(branches.map(({ shape }) => formatShape([shape.length, ...shape.slice(0, -1)])));
  const concatenate: NetworkFix = {
    ...{ kind: 'changeKind', layer: merge, to: 'concatenate' },
    title: 'Use Concatenate instead',
  };
  return [...(insertions ?? []), ...(places.size === 1 ? [concatenate] : [])];
}

function unlike(branches: readonly Branch[], { shape }: Branch): readonly Branch[] {
  return branches.filter((branch) => branch.shape.join() !== shape.join());
}

/** A layer for each branch that is unlike the target; null where one of them cannot be brought to its shape. */
function insertionsTowards(
  merge: LayerId,
  branches: readonly Branch[],
  target: Branch,
): readonly NetworkFix[] | null {
  const fixes: NetworkFix[] = [];
  for (const { id, shape } of unlike(branches, target)) {
    const adapter = adapt(shape, target.shape);
    if (adapter === null) return null;
    const { layer, parameters, title } = adapter;
    fixes.push({ kind: 'insertLayer', edge: [id, merge], layer, parameters, title: `${title} after ${id}` });
  }
  return fixes;
}

function adapt(from: Shape, to: Shape): Adapter | null {
  const width = to.at(-1) ?? 1;
  if (from.length === 3 && to.length === 1) {
    return { layer: 'globalAveragePool2d', parameters: {}, title: 'Insert a global average pooling' };
  }
  if (from.length !== to.length) return null;
  if (to.length === 1)
    return { layer: 'dense', parameters: { units: width }, title: `Insert a Dense of ${width} units` };
  const strides = to.slice(0, -1).map((size, axis) => strideBetween(from[axis] ?? 0, size));
  const [vertical, horizontal = vertical] = strides;
  if (vertical === undefined || horizontal === undefined || strides.includes(undefined)) return null;
  const stride = vertical === horizontal ? vertical : [vertical, horizontal];
  const strided = stride === 1 ? '' : ` with strides ${[stride].flat().join('×')}`;
  const one = to.length === 2 ? '1-wide' : '1×1';
  return {
    layer: to.length === 2 ? 'conv1d' : 'conv2d',
    parameters: { filters: width, kernelSize: 1, ...(stride === 1 ? {} : { strides: stride }) },
    title: `Insert a ${one} convolution${strided}`,
  };
}

/** The smallest stride with which "same" padding makes one size of the other: ⌈from / stride⌉ = to. */
function strideBetween(from: number, to: number): number | undefined {
  const stride = Math.ceil(from / to);
  return Math.ceil(from / stride) === to ? stride : undefined;
}
