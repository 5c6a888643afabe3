import { GraphOps } from '../../src-main/trainer/compile/ops/graphOps';
import { NativeSession } from '../../src-main/trainer/compile/nativeSession';
import { placeholder } from '../../src-main/trainer/compile/operations/control';
import { onlyOutput, Trace } from '../../src-main/trainer/compile/graph/trace';

const size = 2048;
const productsPerCall = 4;

/** Floating-point operations per second of large matrix products through the same library: the best of some calls. */
export function measurePeak(calls = 4): number {
  const ops = new GraphOps(new Trace('main'));
  const type = { dtype: 'float32', shape: [size, size] } as const;
  const attributes = { dtype: { type: 'float32' }, shape: { shape: type.shape } } as const;
  const matrix = onlyOutput(ops.trace.add(placeholder, [], attributes, [type]));
  let product = matrix;
  for (let count = 0; count < productsPerCall; count++) product = ops.matMul(product, matrix);
  const sum = ops.sum(product, [0, 1]);

  const session = new NativeSession(ops.trace, []);
  try {
    // A matrix whose powers neither grow nor vanish.
    const values = new Float32Array(size * size).fill(1 / size);
    const seconds = Array.from({ length: calls }, () => {
      const start = performance.now();
      session.run([{ placeholder: matrix, shape: type.shape, values }], [sum]);
      return (performance.now() - start) / 1000;
    });
    return (2 * size ** 3 * productsPerCall) / Math.min(...seconds);
  } finally {
    session.dispose();
  }
}
