import { createRequire } from 'node:module';
import type * as TensorFlowJs from '@tensorflow/tfjs';
import { loadNative } from '../session/native';

export type TensorFlow = typeof TensorFlowJs;

/** tfjs with whatever carries it out here: tfjs-node's native kernels, or else plain JavaScript. */
export interface Backend {
  readonly tf: TensorFlow;
  readonly native: boolean;
}

/** tfjs in plain JavaScript, for machines where the native library cannot be had. */
export function plainBackend(): Backend {
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs') as TensorFlow;
  // Node cannot follow tfjs's advice of installing tfjs-node: the trainer says itself what is missing and why.
  tf.env().set('PROD', true);
  // The promise only carries the result: a backend that is made synchronously is set when this returns.
  void tf.setBackend('cpu');
  return { tf, native: false };
}

export function bestBackend(): Backend {
  const { native } = loadNative();
  return native === null ? plainBackend() : { tf: native.tf, native: true };
}

/** `tf.tidy` for work whose result is not tensors: all that it makes is freed, also where it throws. */
export function scoped<Result>(tf: TensorFlow, work: () => Result): Result {
  const results: Result[] = [];
  tf.tidy(() => {
    results.push(work());
  });
  return results[0] as Result;
}
