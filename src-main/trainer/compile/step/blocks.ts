import { type Shape, sizeOf } from '@shared/ops/shape';
import type { GraphOps } from '../ops/graphOps';
import type { GraphTensor } from '../graph/trace';
import type { Variable } from '../graph/variables';

/**
 * Weights from which a matrix is cut. Measured on two cores with batches of 128: steps of nets with one of 78,400 to
 * 307,200 became 1.07 to 1.14 times as fast, those with 25,000 no faster.
 */
const manyWeights = 65_536;

/** Columns that the widest vector registers hold: a block that ends within them wastes the rest. */
const lanes = 16;

/** A tensor of the session's state, and the variables that hold it, side by side along its last axis. */
export interface StoredTensor extends Variable {
  readonly shape: Shape;
  readonly initialValue: number;
  readonly blocks: readonly Variable[];
}

/** Plans the variables for a tensor: a large matrix is cut into blocks of columns, at most one for each part of a batch. */
export function planTensor(name: string, shape: Shape, initialValue: number, parts: number): StoredTensor {
  const dtype = 'float32' as const;
  const blocks = blockShapes(shape, parts).map((block, place, { length }) => ({
    name: length === 1 ? name : `${name}/${place}`,
    dtype,
    shape: block,
  }));
  return { name, dtype, shape, initialValue, blocks };
}

function blockShapes(shape: Shape, parts: number): Shape[] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length > 2) return [shape];
  if (sizeOf(shape) < manyWeights) return [shape];
  const ends = Array.from({ length: parts }, (_, part) => {
    const share = (columns * (part + 1)) / parts;
    return part === parts - 1 ? columns : Math.min(Math.round(share / lanes) * lanes, columns);
  });
  return ends.map((end, part) => [rows, end - (ends[part - 1] ?? 0)]).filter(([, width = 0]) => width > 0);
}

/** The whole tensor [rows, columns] from its blocks [rows, columns of the block], in the columns' order. */
export function joinBlocks(ops: GraphOps, blocks: readonly GraphTensor[]): GraphTensor {
  const [first] = blocks;
  return first !== undefined && blocks.length === 1 ? first : ops.concatenate(blocks, -1);
}

/** What each block of a whole tensor [rows, columns] holds: as many columns as it has, in the blocks' order. */
export function splitIntoBlocks(
  ops: GraphOps,
  whole: GraphTensor,
  blocks: readonly Variable[],
): { readonly block: Variable; readonly value: GraphTensor }[] {
  const axis = whole.shape.length - 1;
  let begin = 0;
  return blocks.map((block) => {
    if (blocks.length === 1) return { block, value: whole };
    const size = block.shape[axis] ?? 0;
    begin += size;
    return { block, value: ops.slice(whole, axis, begin - size, size) };
  });
}
