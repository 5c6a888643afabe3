import type { TensorShape } from '@shared/ops/shape';
import { alongAxes, halfSquares } from '../many/reductions';
import type { GradientContext, GraphTensor, Operation } from '../graph/trace';

/** Reductions over axes given as a constant second input. Derivatives as in math_grad.py. */

export const sum: Operation = {
  type: 'Sum',
  outputs: ['output'],
  batch: alongAxes,
  gradient: (context) => [spread(context, context.gradient), null],
};

export const mean: Operation = {
  type: 'Mean',
  outputs: ['output'],
  batch: alongAxes,
  gradient: (context) => {
    const { ops, gradient } = context;
    return [spread(context, ops.divide(gradient, countPerOutput(context))), null];
  },
};

/** Equal largest values share the derivative equally. */
export const max: Operation = {
  type: 'Max',
  outputs: ['output'],
  batch: alongAxes,
  gradient: (context) => {
    const { ops, gradient, output, input } = context;
    const [x, axes] = [input(0), input(1)];
    const kept = keptShape(context);
    const isLargest = ops.cast(ops.equal(x, ops.reshape(output, kept)), 'float32');
    const count = ops.sum(isLargest, ops.valuesOf(axes), true);
    return [ops.multiply(ops.divide(isLargest, count), ops.reshape(gradient, kept)), null];
  },
};

export const argMax: Operation = { type: 'ArgMax', outputs: ['output'], batch: alongAxes };

/** How often each integer below a size occurs. */
export const countEach: Operation = { type: 'Bincount', outputs: ['bins'] };

/** ½ Σ x², a scalar. */
export const halfSquaredNorm: Operation = {
  type: 'L2Loss',
  outputs: ['output'],
  batch: halfSquares,
  gradient: ({ ops, gradient, input }) => [ops.multiply(gradient, input(0))],
};

/** The derivative of a sum, repeated over what was summed. */
function spread(context: GradientContext, gradient: GraphTensor): GraphTensor {
  const { ops, input } = context;
  return ops.broadcast(ops.reshape(gradient, keptShape(context)), input(0));
}

/** The input's shape with size 1 where it was reduced. */
function keptShape({ ops, input }: GradientContext): TensorShape {
  const axes = ops.valuesOf(input(1));
  return input(0).shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** How many values went into each mean. */
function countPerOutput({ ops, input }: GradientContext): GraphTensor {
  const sizes = ops.valuesOf(input(1)).map((axis) => input(0).shape[axis] ?? null);
  return ops.countOf(sizes);
}
