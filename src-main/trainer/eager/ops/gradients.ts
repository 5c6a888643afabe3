import { fromFront } from '@shared/ops/shape';
import type { Tensor } from '@tensorflow/tfjs';
import type { TensorFlow } from '../tensorflow';

/**
 * Operations whose derivative tfjs lacks or takes differently from TensorFlow where it is a matter of choice.
 * Each is tfjs's own operation with a derivative beside it.
 */

function withGradient(
  tf: TensorFlow,
  x: Tensor,
  forward: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, x: Tensor, y: Tensor) => Tensor,
): Tensor {
  const operation = tf.customGrad((...parameters) => {
    const [input, save] = parameters as [Tensor, (tensors: Tensor[]) => void];
    const value = forward(input);
    save([input, value]);
    return {
      value,
      gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
        const [kept, output] = saved;
        if (kept === undefined || output === undefined || Array.isArray(dy)) {
          throw new Error('tfjs kept no tensors for a derivative');
        }
        return gradient(dy, kept, output);
      },
    };
  });
  return operation(x);
}

/** The same values; nothing flows back. */
export function stopGradient(tf: TensorFlow, x: Tensor): Tensor {
  return withGradient(
    tf,
    x,
    (input) => tf.clone(input),
    (dy) => tf.zerosLike(dy),
  );
}

/** tfjs takes −1 as the derivative at 0; TensorFlow, and the subgradient of least norm, take 0. */
export function abs(tf: TensorFlow, x: Tensor): Tensor {
  return withGradient(
    tf,
    x,
    (input) => tf.abs(input),
    (dy, input) => tf.mul(dy, tf.sign(input)),
  );
}

/** Equal largest values share the derivative, as in TensorFlow; tfjs gives each the whole. */
export function max(tf: TensorFlow, x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  const kept = withGradient(
    tf,
    x,
    (input) => tf.max(input, [...axes], true),
    (dy, input, largest) => {
      const isLargest = tf.cast(tf.equal(input, largest), 'float32');
      return tf.mul(tf.div(isLargest, tf.sum(isLargest, [...axes], true)), dy);
    },
  );
  return keepDims
    ? kept
    : tf.squeeze(
        kept,
        [...axes].map((axis) => fromFront(axis, x.rank)),
      );
}
