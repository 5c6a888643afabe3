import type { GraphOps } from '../ops/graphOps';
import * as variables from '../operations/variables';
import { onlyOutput, type GraphNode, type GraphTensor } from '../graph/trace';
import { aligned, eachOf, inputOf, same, type BatchingContext, type BatchingRule } from './batching';

/**
 * TensorFlow's fused updates for several runs. Where the runs share all numbers of the rule, the op itself updates the
 * parameters of all; else its formula (tensorflow/core/ops/training_ops.cc) is written out, with a number for each run.
 */

/** What a formula is made of: state by its place among the op's inputs, and the new values that are written back. */
interface Formula {
  readonly ops: GraphOps;
  state(place: number): GraphTensor;
  /** A number of the rule, or the gradient. */
  value(place: number): GraphTensor;
}

type NewState = readonly GraphTensor[];

/**
 * @param slots state tensors besides the parameter
 * @param gradient its place among the op's inputs
 * @param formula gives the parameter's new value and then that of each slot
 */
function update(slots: number, gradient: number, formula: (of: Formula) => NewState): BatchingRule {
  return (context) => {
    const numbers = context.inputs.filter((_, place) => place > slots && place !== gradient);
    if (numbers.every(({ each }) => !each)) {
      const inputs = context.inputs.map((input, place) =>
        place === gradient ? eachOf(context, place) : input.tensor,
      );
      return same(context, inputs);
    }
    const nodes = writtenOut(context, eachOf(context, gradient), gradient, formula);
    return { outputs: [], nodes };
  };
}

function writtenOut(
  context: BatchingContext,
  gradient: GraphTensor,
  gradientPlace: number,
  formula: (of: Formula) => NewState,
): GraphNode[] {
  const { ops, after } = context;
  const attributes = { dtype: { type: 'float32' } } as const;
  const handle = (place: number) => inputOf(context, place).tensor;
  const state = (place: number) =>
    onlyOutput(ops.trace.add(variables.read, [handle(place)], attributes, [gradient], { after }));
  const value = (place: number) => {
    const { tensor, each } = inputOf(context, place);
    if (place === gradientPlace) return gradient;
    return each ? aligned(ops, tensor, gradient.shape.length - 1) : tensor;
  };
  return formula({ ops, state, value }).map((next, place) =>
    ops.trace.add(
      variables.assign,
      [handle(place), next],
      { ...attributes, validate_shape: { bool: false } },
      [],
    ),
  );
}

export const gradientDescent = update(0, 2, ({ ops, state, value }) => [
  ops.subtract(state(0), ops.multiply(value(2), value(1))),
]);

export const momentum = (nesterov: boolean) =>
  update(1, 3, ({ ops, state, value }) => {
    const step = ops.multiply(value(3), value(2));
    const velocity = ops.subtract(ops.multiply(state(1), value(4)), step);
    const ahead = nesterov ? ops.subtract(ops.multiply(velocity, value(4)), step) : velocity;
    return [ops.add(state(0), ahead), velocity];
  });

export const adagrad = update(1, 4, ({ ops, state, value }) => {
  const squares = ops.add(state(1), ops.square(value(4)));
  const scale = ops.add(ops.sqrt(squares), value(3));
  return [ops.subtract(state(0), ops.divide(ops.multiply(value(4), value(2)), scale)), squares];
});

export const adadelta = update(2, 6, ({ ops, state, value }) => {
  const [rate, rho, epsilon, gradient] = [value(3), value(4), value(5), value(6)];
  const squares = follow(ops, state(1), ops.square(gradient), rho);
  const size = ops.sqrt(ops.add(state(2), epsilon));
  const step = ops.multiply(ops.divide(size, ops.sqrt(ops.add(squares, epsilon))), gradient);
  const steps = follow(ops, state(2), ops.square(step), rho);
  return [ops.subtract(state(0), ops.multiply(step, rate)), squares, steps];
});

export const rmsprop = update(2, 7, ({ ops, state, value }) => {
  const [rate, rho, kept, epsilon, gradient] = [value(3), value(4), value(5), value(6), value(7)];
  const squares = follow(ops, state(1), ops.square(gradient), rho);
  const step = ops.divide(ops.multiply(gradient, rate), ops.sqrt(ops.add(squares, epsilon)));
  const velocity = ops.add(ops.multiply(state(2), kept), step);
  return [ops.subtract(state(0), velocity), squares, velocity];
});

export const adam = update(2, 9, ({ ops, state, value }) => {
  const one = ops.constant(1);
  const [power1, power2, rate, beta1, beta2, epsilon] = [3, 4, 5, 6, 7, 8].map(value) as Six;
  const gradient = value(9);
  const m = follow(ops, state(1), gradient, beta1);
  const v = follow(ops, state(2), ops.square(gradient), beta2);
  const correction = ops.divide(ops.sqrt(ops.subtract(one, power2)), ops.subtract(one, power1));
  const direction = ops.divide(m, ops.add(ops.sqrt(v), epsilon));
  return [ops.subtract(state(0), ops.multiply(direction, ops.multiply(rate, correction))), m, v];
});

type Six = [GraphTensor, GraphTensor, GraphTensor, GraphTensor, GraphTensor, GraphTensor];

/** Moves an average towards a value, keeping the share `rate` of what it was. */
function follow(ops: GraphOps, average: GraphTensor, value: GraphTensor, rate: GraphTensor): GraphTensor {
  const remaining = ops.subtract(ops.constant(1), rate);
  return ops.add(ops.multiply(average, rate), ops.multiply(value, remaining));
}
