import type { GradientContext, GraphTensor, Operation } from '../trace';

/**
 * Convolutions through TensorFlow's own backward kernels; derivatives as in nn_grad.py. Both kernels take the
 * attributes of the forward one.
 */
export const conv2d = convolution('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter');

export const depthwiseConv2d = convolution(
  'DepthwiseConv2dNative',
  'DepthwiseConv2dNativeBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
);

const maxPoolGradient: Operation = { type: 'MaxPoolGrad', outputs: ['output'] };
const averagePoolGradient: Operation = { type: 'AvgPoolGrad', outputs: ['output'] };
const resizeGradient: Operation = { type: 'ResizeNearestNeighborGrad', outputs: ['output'] };

export const maxPool: Operation = {
  type: 'MaxPool',
  outputs: ['output'],
  gradient: ({ ops, node, gradient, output, input }) => [
    ops.apply(maxPoolGradient, [input(0), output, gradient], input(0), node.attributes),
  ],
};

export const averagePool: Operation = {
  type: 'AvgPool',
  outputs: ['output'],
  gradient: ({ ops, node, gradient, input }) => [
    ops.apply(averagePoolGradient, [ops.sizes(input(0).shape), gradient], input(0), node.attributes),
  ],
};

/** Nearest neighbor; each input pixel's derivative is the sum over its copies. */
export const resize: Operation = {
  type: 'ResizeNearestNeighbor',
  outputs: ['resized_images'],
  gradient: ({ ops, node, gradient, input }) => {
    const [, height, width] = input(0).shape;
    const size = ops.integers([height ?? 0, width ?? 0]);
    return [ops.apply(resizeGradient, [gradient, size], input(0), node.attributes), null];
  },
};

function convolution(type: string, byInputType: string, byFilterType: string): Operation {
  const byInput: Operation = { type: byInputType, outputs: ['output'] };
  const byFilter: Operation = { type: byFilterType, outputs: ['output'] };
  const gradient = ({ ops, node, gradient, input }: GradientContext): GraphTensor[] => {
    const [x, filter] = [input(0), input(1)];
    return [
      ops.apply(byInput, [ops.sizes(x.shape), filter, gradient], x, node.attributes),
      ops.apply(byFilter, [x, ops.sizes(filter.shape), gradient], filter, node.attributes),
    ];
  };
  return { type, outputs: ['output'], gradient };
}
