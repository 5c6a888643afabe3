import type { Ops } from '@shared/ops/ops';
import type { Tensor } from '@tensorflow/tfjs';
import { EagerOps } from '../../../src-main/trainer/eager/ops/eagerOps';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import { firstSize } from '../../../src-main/trainer/compile/step/batch';
import { differentiate } from '../../../src-main/trainer/compile/ops/differentiate';
import { GraphOps } from '../../../src-main/trainer/compile/ops/graphOps';
import { NativeSession } from '../../../src-main/trainer/compile/nativeSession';
import { placeholder } from '../../../src-main/trainer/compile/operations/control';
import { onlyOutput, Trace } from '../../../src-main/trainer/compile/graph/trace';

/** One input of an expression; the first axis is the batch's where `batch` says so. */
export interface Input {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly batch?: boolean;
}

/** A formula in the tensor algebra, for whoever traces it. */
export type Expression = <T>(ops: Ops<T>, ...inputs: readonly T[]) => T;

/** Value of an expression and the derivative of Σ cᵢ·yᵢ (c from `weightsOf`) with respect to each input. */
export interface Differentiated {
  readonly value: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

const seed = 7;

/** Fixed numbers between 0.5 and 1.5 that weight the outputs, so that no derivative is a mere sum. */
function weightsOf(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, place) => 0.5 + ((place * 0.618034) % 1));
}

/** By `GraphOps` and our own derivatives, in a TensorFlow session. */
export function runGraph(expression: Expression, inputs: readonly Input[]): Differentiated {
  return withGraph(expression, inputs, (run) => run(inputs));
}

/** Makes a graph of the expression and its derivatives that can be run on other values of the same shapes. */
function withGraph<Result>(
  expression: Expression,
  inputs: readonly Input[],
  use: (run: (inputs: readonly Input[]) => Differentiated) => Result,
): Result {
  const ops = new GraphOps(new Trace('main'));
  const fed = inputs.map(({ shape, batch = true }, place) => {
    const type = { dtype: 'float32', shape: batch ? [null, ...shape.slice(1)] : shape } as const;
    const attributes = { dtype: { type: 'float32' }, shape: { shape: type.shape } } as const;
    return onlyOutput(ops.trace.add(placeholder, [], attributes, [type], { name: `input_${place}` }));
  });
  const [first] = fed;
  if (first === undefined) throw new Error('an expression has an input');
  ops.setContext({ batchSize: firstSize(ops, first), random: { seed, step: ops.integer(3) } });

  const size = evaluateEager(expression, inputs).length;
  const value = ops.reshape(expression(ops, ...fed), [size]);
  const loss = ops.sum(ops.multiply(value, ops.constant(weightsOf(size))), [0]);
  const gradients = differentiate(ops, loss, fed).map((gradient, place) => {
    if (gradient === null) throw new Error(`the expression does not depend on input ${place}`);
    return gradient;
  });

  const session = new NativeSession(ops.trace, []);
  try {
    return use((values) => {
      const feeds = fed.map((tensor, place) => ({
        placeholder: tensor,
        shape: values[place]?.shape ?? [],
        values: values[place]?.values ?? new Float32Array(),
      }));
      const [found, ...derivatives] = session.run(feeds, [value, ...gradients]);
      return { value: [...(found ?? [])], gradients: derivatives.map((each) => [...each]) };
    });
  } finally {
    session.dispose();
  }
}

/** By tfjs and its own autograd. */
export function runEager(expression: Expression, inputs: readonly Input[]): Differentiated {
  const backend = bestBackend();
  const { tf } = backend;
  const value = evaluateEager(expression, inputs);
  const weights = weightsOf(value.length);
  const gradients: number[][] = [];
  tf.tidy(() => {
    const ops = new EagerOps(backend, { seed, step: 3 });
    const loss = (...tensors: Tensor[]) =>
      tf.sum(tf.mul(tf.reshape(expression(ops, ...tensors), [-1]), tf.tensor1d(weights)));
    const tensors = inputs.map(({ shape, values }) => tf.tensor(values, [...shape]));
    for (const gradient of tf.grads(loss)(tensors)) gradients.push([...gradient.dataSync()]);
  });
  return { value, gradients };
}

function evaluateEager(expression: Expression, inputs: readonly Input[]): number[] {
  const backend = bestBackend();
  const values: number[] = [];
  backend.tf.tidy(() => {
    const tensors = inputs.map((input) => backend.tf.tensor(input.values, [...input.shape]));
    values.push(...expression(new EagerOps(backend, { seed, step: 3 }), ...tensors).dataSync());
  });
  return values;
}

/** Central differences through the graph itself, with the same weights. */
export function runDifferences(expression: Expression, inputs: readonly Input[], step: number): number[][] {
  return withGraph(expression, inputs, (run) => {
    const loss = (place: number, each: number, by: number) => {
      const { value } = run(inputs.map((input, at) => (at === place ? moved(input, each, by) : input)));
      const weights = weightsOf(value.length);
      return value.reduce((sum, number, at) => sum + number * (weights[at] ?? 0), 0);
    };
    return inputs.map(({ values }, place) =>
      [...values].map((_, each) => (loss(place, each, step) - loss(place, each, -step)) / (2 * step)),
    );
  });
}

function moved(input: Input, place: number, by: number): Input {
  const values = Float32Array.from(input.values);
  values[place] = (values[place] ?? 0) + by;
  return { ...input, values };
}
