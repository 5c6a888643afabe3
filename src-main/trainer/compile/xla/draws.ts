import { sizeOf, type TensorShape } from '@shared/ops/shape';
import { cos, sin } from '../operations/elementwise';
import { constant, pack, range } from '../operations/shaping';
import type { GraphOps } from '../ops/graphOps';
import { onlyOutput, type GraphTensor } from '../graph/trace';
import { asRows, heldInput, type Held, type Lowering, type LoweringContext } from './layout';
import { blocks, toUniform } from './philox';

type Four = readonly [GraphTensor, GraphTensor, GraphTensor, GraphTensor];

/** As `StatelessRandomUniform` with the same sizes and seed pair: in [0, 1). */
export const drawUniform: Lowering = (context) => draw(context, ([a, b, c, d]) => [a, b, c, d]);

/** As `StatelessRandomNormal`: mean 0, deviation 1, two numbers from two uniform ones (Box and Muller 1958). */
export const drawNormal: Lowering = (context) => {
  const { ops } = context;
  const normals = (first: GraphTensor, second: GraphTensor) => {
    const logarithm = ops.log(ops.maximum(first, ops.constant(1e-7)));
    const radius = ops.sqrt(ops.multiply(ops.constant(-2), logarithm));
    const angle = ops.multiply(ops.constant(2 * Math.PI), second);
    return [
      ops.multiply(ops.apply(sin, [angle], angle), radius),
      ops.multiply(ops.apply(cos, [angle], angle), radius),
    ] as const;
  };
  return draw(context, ([a, b, c, d]) => [...normals(a, b), ...normals(c, d)]);
};

/** Of sizes that are known when it is compiled, and of the seed pair, or one for each run of a group: [2] or [runs, 2]. */
function draw(context: LoweringContext, convert: (numbers: Four) => Four): readonly Held[] {
  const { ops, node } = context;
  const [sizes, seeds] = [heldInput(context, 0).tensor, heldInput(context, 1).tensor];
  const type = onlyOutput(node);
  const shape = numbersIn(ops, sizes);
  const size = sizeOf(shape);
  const runs = seeds.shape.slice(0, -1);
  const seed = (place: number) => ops.slice(seeds, runs.length, place, 1);
  const count = Math.ceil(size / 4);
  const bounds = [ops.integer(0), ops.integer(count), ops.integer(1)];
  const indices = ops.apply(range, bounds, { dtype: 'int32', shape: [count] }, { Tidx: { type: 'int32' } });
  const [a, b, c, d] = blocks(ops, [seed(0), seed(1)], indices);
  const four = convert([toUniform(ops, a), toUniform(ops, b), toUniform(ops, c), toUniform(ops, d)]);
  const rows: TensorShape = [...runs, count];
  const attributes = { T: { type: 'float32' }, N: { int: 4 }, axis: { int: rows.length } } as const;
  const side = ops.apply(pack, four, { dtype: 'float32', shape: [...rows, 4] }, attributes);
  const inOrder = ops.reshape(side, [...runs, 4 * count]);
  const drawn = ops.reshape(ops.slice(inOrder, runs.length, 0, size), [...runs, ...shape]);
  // As everywhere, the batch's axis has no size in the trace.
  return asRows({ ...drawn, shape: type.shape });
}

/** Sizes that are written in the graph as numbers, or put together of such. @throws Error where they are not */
function numbersIn(ops: GraphOps, sizes: GraphTensor): number[] {
  const { operation, inputs } = sizes.node;
  if (operation === constant) return ops.valuesOf(sizes);
  if (operation !== pack) throw new Error('random numbers are drawn in a shape that is not known before');
  return inputs.flatMap((size) => ops.valuesOf(size));
}
