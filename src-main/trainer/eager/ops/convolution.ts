import type { Tensor4D } from '@tensorflow/tfjs';
import type { ConvolutionOptions } from '@shared/ops/ops';
import type { TensorFlow } from '../tensorflow';

/**
 * The filter with zeros between its taps. tfjs differentiates no dilated convolution; an ordinary one with this
 * filter is the same.
 */
export function dilateFilter(
  tf: TensorFlow,
  filter: Tensor4D,
  [vertical, horizontal]: readonly [number, number],
): Tensor4D {
  if (vertical === 1 && horizontal === 1) return filter;
  const [height, width, channels, outputs] = filter.shape;
  const both = channels * outputs;
  const tall = tf.reshape(
    tf.pad(tf.reshape(filter, [height, 1, width, both]), [
      [0, 0],
      [0, vertical - 1],
      [0, 0],
      [0, 0],
    ]),
    [height * vertical, width, 1, both],
  );
  const wide = tf.pad(tall, [
    [0, 0],
    [0, 0],
    [0, horizontal - 1],
    [0, 0],
  ]);
  const spread = tf.reshape(wide, [height * vertical, width * horizontal, channels, outputs]);
  const size: [number, number, number, number] = [
    (height - 1) * vertical + 1,
    (width - 1) * horizontal + 1,
    channels,
    outputs,
  ];
  return tf.slice(spread as Tensor4D, [0, 0, 0, 0], size);
}

/** tfjs knows no groups: each group of channels is convolved by itself and the results are joined. */
export function conv2d(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  { strides, padding, dilations }: ConvolutionOptions,
): Tensor4D {
  const dilated = dilateFilter(tf, filter, dilations);
  const groups = x.shape[3] / filter.shape[2];
  const convolve = (input: Tensor4D, kernel: Tensor4D) => tf.conv2d(input, kernel, [...strides], padding);
  if (groups === 1) return convolve(x, dilated);
  const kernels = tf.split<Tensor4D>(dilated, groups, 3);
  const parts = tf.split<Tensor4D>(x, groups, 3).map((input, group) => {
    const kernel = kernels[group];
    if (kernel === undefined) throw new Error('fewer kernels than groups');
    return convolve(input, kernel);
  });
  return tf.concat(parts, 3);
}

/** TensorFlow's depthwise kernel wants both strides equal; else each channel is a group of its own. */
export function depthwiseConv2d(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  options: ConvolutionOptions,
): Tensor4D {
  const { strides, padding, dilations } = options;
  const [height, width, channels, multiplier] = filter.shape;
  if (strides[0] !== strides[1]) {
    return conv2d(tf, x, tf.reshape(filter, [height, width, 1, channels * multiplier]), options);
  }
  return tf.depthwiseConv2d(x, dilateFilter(tf, filter, dilations), [...strides], padding);
}
