import type { InferredNetwork } from '../../network/inference';

export const kernelKinds = ['oneDnn', 'plain'] as const;
/** Whose kernels carry out TensorFlow's operations in a process: Intel's oneDNN, or TensorFlow's own. */
export type Kernels = (typeof kernelKinds)[number];

/** What a process asks TensorFlow for when it loads it; `processor` leaves it to TensorFlow, which goes by the processor. */
export type KernelWish = 'oneDnn' | 'processor';

/**
 * Convolutions are 1.4 to 3.7 times as fast on oneDNN's kernels, with AVX-512 as with AVX2 alone. For dense nets it is the
 * processor that decides: with AVX-512 and VNNI oneDNN's are as fast or up to 1.9 times as fast, and TensorFlow takes them
 * by itself; without, TensorFlow takes its own, and oneDNN's were found slower (docs/measurements.md).
 */
export function kernelsFor(network: InferredNetwork): KernelWish {
  return network.layers.some(({ definition }) => definition.group === 'convolution') ? 'oneDnn' : 'processor';
}
