import { valueByValue } from '../many/batching';
import { flattenedRows } from '../many/shaping';
import type { GradientContext, GraphTensor, Operation } from '../graph/trace';

/**
 * Operations on each value by itself. Where TensorFlow has a fused derivative it is used; it takes the output in
 * place of the input where it can, so that the input need not be kept. Derivatives as in math_grad.py and nn_grad.py.
 */

export const negate = unary('Neg', 'y', ({ ops, gradient }) => ops.negate(gradient));
export const abs = unary('Abs', 'y', ({ ops, gradient, input }) =>
  ops.multiply(gradient, ops.sign(input(0))),
);
export const sign = unary('Sign', 'y');
export const exp = unary('Exp', 'y', ({ ops, gradient, output }) => ops.multiply(gradient, output));
export const log = unary('Log', 'y', ({ ops, gradient, input }) => ops.divide(gradient, input(0)));
export const square = unary('Square', 'y', ({ ops, gradient, input }) =>
  ops.multiply(gradient, ops.multiply(ops.constant(2), input(0))),
);
/** d erf(x) = 2/√π · exp(−x²). */
export const erf = unary('Erf', 'y', ({ ops, gradient, input }) => {
  const bell = ops.exp(ops.negate(ops.square(input(0))));
  return ops.multiply(gradient, ops.multiply(ops.constant(2 / Math.sqrt(Math.PI)), bell));
});
export const sin = unary('Sin', 'y');
export const cos = unary('Cos', 'y');
export const isFinite = unary('IsFinite', 'y');
export const floor = unary('Floor', 'y');
export const identity = unary('Identity', 'output', ({ gradient }) => gradient);
export const stopGradient = unary('StopGradient', 'output');
export const deepCopy = unary('DeepCopy', 'y');

export const sqrt = fusedFromOutput('Sqrt', 'y', 'SqrtGrad', 'z');
export const rsqrt = fusedFromOutput('Rsqrt', 'y', 'RsqrtGrad', 'z');
export const tanh = fusedFromOutput('Tanh', 'y', 'TanhGrad', 'z');
export const sigmoid = fusedFromOutput('Sigmoid', 'y', 'SigmoidGrad', 'z');

/** The output is positive exactly where the input is, so it serves as well. */
export const relu = fusedBehindGradient('Relu', 'activations', 'ReluGrad', 'output');
export const elu = fusedBehindGradient('Elu', 'activations', 'EluGrad', 'output');
export const selu = fusedBehindGradient('Selu', 'activations', 'SeluGrad', 'output');
export const softplus = fusedBehindGradient('Softplus', 'activations', 'SoftplusGrad', 'input');
export const softsign = fusedBehindGradient('Softsign', 'activations', 'SoftsignGrad', 'input');
export const leakyRelu = fusedBehindGradient('LeakyRelu', 'activations', 'LeakyReluGrad', 'input');

/** d softmax: (dy − Σ dy·y)·y along the last axis. */
export const softmax = unary('Softmax', 'softmax', ({ ops, gradient, output }) => {
  const total = ops.sum(ops.multiply(gradient, output), [-1], true);
  return ops.multiply(ops.subtract(gradient, total), output);
});

/** d log softmax: dy − softmax(x)·Σ dy along the last axis. */
export const logSoftmax = unary('LogSoftmax', 'logsoftmax', ({ ops, gradient, output }) =>
  ops.subtract(gradient, ops.multiply(ops.exp(output), ops.sum(gradient, [-1], true))),
);

/** Between float types only: integers have no derivative. */
export const cast: Operation = {
  type: 'Cast',
  outputs: ['y'],
  batch: valueByValue,
  gradient: ({ gradient, input }) => [input(0).dtype === 'float32' ? gradient : null],
};

/** Cross-entropy of softmax against class indices, with its derivative by the logits as a second output. */
export const sparseSoftmaxCrossEntropy: Operation = {
  type: 'SparseSoftmaxCrossEntropyWithLogits',
  outputs: ['loss', 'backprop'],
  batch: flattenedRows,
  gradient: ({ ops, node, gradient }) => {
    const [, byLogits] = node.outputs;
    return byLogits ? [ops.multiply(ops.reshape(gradient, [...gradient.shape, 1]), byLogits), null] : [];
  },
};

function unary(
  type: string,
  output: string,
  gradient?: (context: GradientContext) => GraphTensor,
): Operation {
  return {
    type,
    outputs: [output],
    batch: valueByValue,
    ...(gradient && { gradient: (context) => [gradient(context)] }),
  };
}

/** A fused derivative that takes (output, gradient). */
function fusedFromOutput(
  type: string,
  outputName: string,
  gradientType: string,
  gradientName: string,
): Operation {
  const derivative = unary(gradientType, gradientName);
  return unary(type, outputName, ({ ops, node, gradient, output }) =>
    ops.apply(derivative, [output, gradient], output, node.attributes),
  );
}

/** A fused derivative that takes (gradient, input or output). */
function fusedBehindGradient(
  type: string,
  outputName: string,
  gradientType: string,
  takes: 'input' | 'output',
): Operation {
  const derivative = unary(gradientType, 'backprops');
  return unary(type, outputName, ({ ops, node, gradient, output, input }) =>
    ops.apply(derivative, [gradient, takes === 'input' ? input(0) : output], output, node.attributes),
  );
}
