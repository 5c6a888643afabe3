import { broadcastShapes } from '@shared/ops/shapes';
import { keyConstants, roundConstants, scramblingKey } from '@shared/training/draws/philox';
import type { GraphDtype } from '../graph/attributes';
import { and, bitcast, or, rightShift, xor } from '../operations/bits';
import { add, multiply } from '../operations/arithmetic';
import { cast } from '../operations/elementwise';
import type { GraphOps } from '../ops/graphOps';
import type { GraphTensor, Operation } from '../graph/trace';

/**
 * The counter-based generator behind TensorFlow's stateless random operations, in the graph's own arithmetic on uint32:
 * XLA's kernels for them draw other numbers from the same seeds.
 * Source: Salmon et al. 2011, Parallel Random Numbers: As Easy as 1, 2, 3 (Philox 4×32-10), and TensorFlow's
 * `random_distributions.h` and `stateless_random_ops.cc`.
 */

/** uint32 tensors that broadcast against each other. */
type Block = readonly [GraphTensor, GraphTensor, GraphTensor, GraphTensor];
type Key = readonly [GraphTensor, GraphTensor];

/** Arithmetic on unsigned integers, value by value. */
class Unsigned {
  constructor(private readonly ops: GraphOps) {}

  constant(value: number): GraphTensor {
    return this.as('uint32', this.ops.integer(value | 0));
  }

  as(dtype: GraphDtype, x: GraphTensor): GraphTensor {
    if (x.dtype === dtype) return x;
    const attributes = { SrcT: { type: x.dtype }, DstT: { type: dtype } } as const;
    return this.ops.apply(cast, [x], { dtype, shape: x.shape }, attributes);
  }

  with(operation: Operation, a: GraphTensor, b: GraphTensor): GraphTensor {
    const shape = broadcastShapes(a.shape, b.shape);
    return this.ops.apply(operation, [a, b], { dtype: a.dtype, shape });
  }

  /** High and low half of the 64-bit product of two 32-bit integers. */
  wideProduct(constant: number, b: GraphTensor): readonly [GraphTensor, GraphTensor] {
    const product = this.with(multiply, this.as('uint64', b), this.as('uint64', this.constant(constant)));
    const high = this.with(rightShift, product, this.as('uint64', this.ops.integer(32)));
    return [this.as('uint32', high), this.as('uint32', product)];
  }
}

/** Ten rounds of Philox on counters: four 32-bit numbers for each. */
function philox(of: Unsigned, counter: Block, key: Key): Block {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = of.wideProduct(roundConstants[0], c0);
    const [high1, low1] = of.wideProduct(roundConstants[1], c2);
    const mixed = (high: GraphTensor, c: GraphTensor, k: GraphTensor) =>
      of.with(xor, of.with(xor, high, c), k);
    [c0, c1, c2, c3] = [mixed(high1, c1, k0), low1, mixed(high0, c3, k1), low0];
    k0 = of.with(add, k0, of.constant(keyConstants[0]));
    k1 = of.with(add, k1, of.constant(keyConstants[1]));
  }
  return [c0, c1, c2, c3];
}

/** The upper and lower 32 bits of a seed that TensorFlow widens from int32, sign and all. */
function widened(of: Unsigned, ops: GraphOps, seed: GraphTensor): Key {
  const isNegative = ops.less(seed, ops.integer(0));
  return [of.as('uint32', seed), of.as('uint32', ops.choose(isNegative, ops.integer(-1), ops.integer(0)))];
}

/**
 * Blocks of four 32-bit numbers for seed pairs, as `StatelessRandomUniform` and its kin take them.
 * @param seeds two int32 tensors of one shape
 * @param indices of the blocks, int32, which broadcast against the seeds
 * @returns uint32 tensors of what the two broadcast to
 */
export function blocks(ops: GraphOps, [first, second]: Key, indices: GraphTensor): Block {
  const of = new Unsigned(ops);
  const seeds: Block = [...widened(of, ops, first), ...widened(of, ops, second)];
  const start: Key = [of.constant(scramblingKey[0]), of.constant(scramblingKey[1])];
  const [k0, k1, c2, c3] = philox(of, seeds, start);
  return philox(of, [of.as('uint32', indices), of.constant(0), c2, c3], [k0, k1]);
}

/** In [0, 1): 23 random bits as the mantissa of a number in [1, 2), less 1. */
export function toUniform(ops: GraphOps, random: GraphTensor): GraphTensor {
  const of = new Unsigned(ops);
  const mantissa = of.with(and, random, of.constant(0x7fffff));
  const bits = of.with(or, mantissa, of.constant(0x3f800000));
  const attributes = { T: { type: 'uint32' }, type: { type: 'float32' } } as const;
  const number = ops.apply(bitcast, [bits], { dtype: 'float32', shape: bits.shape }, attributes);
  return ops.subtract(number, ops.constant(1));
}
