import { broadcasting } from '../many/batching';
import type { GradientContext, GradientRule, GraphTensor, Operation } from '../graph/trace';

/**
 * Operations on two tensors that broadcast. Where a smaller operand was repeated, its derivative is summed over
 * the repetitions (`sumTo`). Derivatives as in TensorFlow's math_grad.py.
 */

export const add = binary('AddV2', ({ ops, gradient, input }) => [
  ops.sumTo(gradient, input(0)),
  ops.sumTo(gradient, input(1)),
]);

export const subtract = binary('Sub', ({ ops, gradient, input }) => [
  ops.sumTo(gradient, input(0)),
  ops.sumTo(ops.negate(gradient), input(1)),
]);

export const multiply = binary('Mul', ({ ops, gradient, input }) => [
  ops.sumTo(ops.multiply(gradient, input(1)), input(0)),
  ops.sumTo(ops.multiply(gradient, input(0)), input(1)),
]);

/** d(a/b) = da/b − db·(a/b)/b. */
export const divide = binary('RealDiv', ({ ops, gradient, output, input }) => {
  const overDivisor = ops.divide(gradient, input(1));
  return [
    ops.sumTo(overDivisor, input(0)),
    ops.sumTo(ops.negate(ops.multiply(overDivisor, output)), input(1)),
  ];
});

/** Of equals the first takes the whole derivative. */
export const maximum = binary('Maximum', (context) =>
  toChosen(context, context.ops.greaterEqual(context.input(0), context.input(1))),
);

export const minimum = binary('Minimum', (context) =>
  toChosen(context, context.ops.greaterEqual(context.input(1), context.input(0))),
);

export const greater = binary('Greater');
export const greaterEqual = binary('GreaterEqual');
export const less = binary('Less');
export const equal = binary('Equal');
export const power = binary('Pow');
export const floorDivide = binary('FloorDiv');
export const logicalAnd = binary('LogicalAnd');

/** Condition, then, else. */
export const select: Operation = {
  type: 'SelectV2',
  outputs: ['output'],
  batch: broadcasting,
  gradient: ({ ops, gradient, input }) => [
    null,
    ops.sumTo(ops.choose(input(0), gradient, ops.constant(0)), input(1)),
    ops.sumTo(ops.choose(input(0), ops.constant(0), gradient), input(2)),
  ],
};

function binary(type: string, gradient?: GradientRule): Operation {
  return { type, outputs: ['z'], batch: broadcasting, ...(gradient && { gradient }) };
}

/** The derivative goes to the first operand where it was chosen, to the second elsewhere. */
function toChosen({ ops, gradient, input }: GradientContext, first: GraphTensor): GraphTensor[] {
  const zero = ops.constant(0);
  return [
    ops.sumTo(ops.choose(first, gradient, zero), input(0)),
    ops.sumTo(ops.choose(first, zero, gradient), input(1)),
  ];
}
