import type { Shape } from '../../ops/shape';
import type { InitializerSpec } from '../initializers';
import type { WeightSpec } from './index';

interface Affine {
  readonly kernel: Shape;
  readonly initializer: InitializerSpec;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Values of the bias: one for each output channel. */
  readonly outputs: number;
  readonly useBias: boolean;
}

/** The weights of a learned affine map: a kernel, and a bias that begins at zero and is not regularized. */
export function kernelAndBias({
  kernel,
  initializer,
  fanIn,
  fanOut,
  outputs,
  useBias,
}: Affine): WeightSpec[] {
  const both = { fanIn, fanOut, trainable: true };
  const weights: WeightSpec[] = [{ name: 'kernel', shape: kernel, initializer, ...both, regularized: true }];
  if (useBias) {
    weights.push({ name: 'bias', shape: [outputs], initializer: 'zeros', ...both, regularized: false });
  }
  return weights;
}
