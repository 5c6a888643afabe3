import { parallelismOf } from '@shared/training/computing/parallelism';
import type { SessionRequest } from '../../session/session';
import { countOf } from './batch';
import type { Attributes } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import { floorDivide } from '../operations/arithmetic';
import { slice } from '../operations/shaping';
import type { GraphTensor } from '../graph/trace';

/** A part of a batch. */
export interface Part {
  /** Of its examples, int32 [examples]; never empty, since not every kernel bears that. */
  readonly indices: GraphTensor;
  /** Sum of one value for each of them; 0 where the part only repeats another's example, as there are fewer than parts. */
  sum(values: GraphTensor): GraphTensor;
}

/** Parts of a batch that are trained side by side; 1 where that is not wanted or would change what the network learns. */
export function partCount({ network, training, parts = 1, compilation }: SessionRequest): number {
  if (compilation === 'xla') return 1;
  return parallelismOf(network, training.config) === 'examples' ? parts : 1;
}

/**
 * Cuts a batch into parts of like size that have nothing to do with each other, so that each core takes one of them
 * through the network.
 * @param indices of the batch's examples, int32 [batch]
 */
export function partsOf(ops: GraphOps, request: SessionRequest, indices: GraphTensor): readonly Part[] {
  const parts = partCount(request);
  if (parts === 1) return [{ indices, sum: (values) => ops.sum(values, [0]) }];
  const count = countOf(ops, indices);
  const one = ops.integer(1);
  const firstOf = (part: number) =>
    ops.apply(floorDivide, [ops.multiply(count, ops.integer(part)), ops.integer(parts)], count);
  const attributes: Attributes = { T: { type: 'int32' }, Index: { type: 'int32' } };
  return Array.from({ length: parts }, (_, part) => {
    const begin = firstOf(part);
    const size = ops.subtract(firstOf(part + 1), begin);
    const range = [indices, ops.pack([begin]), ops.pack([ops.maximum(size, one)])];
    const weight = ops.cast(ops.minimum(size, one), 'float32');
    return {
      indices: ops.apply(slice, range, indices, attributes),
      sum: (values) => ops.multiply(ops.sum(values, [0]), weight),
    };
  });
}
