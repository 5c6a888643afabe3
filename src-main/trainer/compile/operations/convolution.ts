import type { Attributes } from '../graph/attributes';
import type { GradientContext, GraphTensor, Operation } from '../graph/trace';

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

/**
 * Deals the pixels of an image out into smaller ones, which stand one behind another in the batch: every n-th pixel
 * into the same one. Image, n by axis, zeros around the image.
 */
export const spaceToBatch: Operation = {
  type: 'SpaceToBatchND',
  outputs: ['output'],
  gradient: ({ ops, gradient, input }) => [
    ops.apply(batchToSpace, [gradient, input(1), input(2)], input(0), dealing('Tcrops')),
    null,
    null,
  ],
};

/** The inverse: images, n by axis, what is cut off around the image. */
export const batchToSpace: Operation = {
  type: 'BatchToSpaceND',
  outputs: ['output'],
  gradient: ({ ops, gradient, input }) => [
    ops.apply(spaceToBatch, [gradient, input(1), input(2)], input(0), dealing('Tpaddings')),
    null,
    null,
  ],
};

/** Attributes of the two, which name the type of what lies around the image differently. */
export function dealing(around: 'Tpaddings' | 'Tcrops'): Attributes {
  return { T: { type: 'float32' }, Tblock_shape: { type: 'int32' }, [around]: { type: 'int32' } };
}

function convolution(type: string, byInputType: string, byFilterType: string): Operation {
  const byInput: Operation = { type: byInputType, outputs: ['output'] };
  const byFilter: Operation = { type: byFilterType, outputs: ['output'] };
  const gradient = ({ ops, node, gradient, input }: GradientContext): GraphTensor[] => {
    const [x, filter] = [input(0), input(1)];
    return [
      ops.apply(byInput, [ops.sizesOf(x), filter, gradient], x, node.attributes),
      ops.apply(byFilter, [x, ops.sizes(filter.shape), gradient], filter, node.attributes),
    ];
  };
  return { type, outputs: ['output'], gradient };
}
