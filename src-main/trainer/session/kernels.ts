import type { Rank } from '@tensorflow/tfjs';
import type * as TensorFlow from '@tensorflow/tfjs-node';
import type { Kernels, KernelWish } from '@shared/training/computing/kernels';

/** TensorFlow reads it when it is loaded, and never again. */
const switchName = 'TF_ENABLE_ONEDNN_OPTS';

/**
 * Asks TensorFlow for these kernels, before it is loaded. By itself it takes oneDNN's only where the processor has
 * AVX-512 with VNNI or what came after it. What a person has set stands: every net can be trained either way.
 */
export function chooseKernels(wish: KernelWish): void {
  if (wish === 'oneDnn') process.env[switchName] ??= '1';
}

/**
 * The kernels that TensorFlow has taken. Not every build of it has oneDNN's, and it does not say; of the two, only
 * oneDNN's know a depthwise convolution with two strides.
 */
export function kernelsIn(tf: typeof TensorFlow): Kernels {
  try {
    tf.tidy(() =>
      tf.depthwiseConv2d(tf.zeros<Rank.R4>([1, 2, 2, 1]), tf.zeros<Rank.R4>([1, 1, 1, 1]), [1, 2], 'valid'),
    );
    return 'oneDnn';
  } catch {
    return 'plain';
  }
}
