import { sparseSoftmaxCrossEntropy } from '../operations/elementwise';
import type { GraphOps } from './graphOps';
import { onlyOutput, type GraphTensor } from '../graph/trace';

/**
 * Patterns that TensorFlow has one kernel for, recognized where the last operation of the pattern is recorded.
 * What the kernel replaces stays in the trace unused and is not part of the graph that runs.
 */

/** Σ x² over everything is twice the kernel's ½ Σ x², whose derivative is one multiplication. */
export function fusedSum(
  ops: GraphOps,
  x: GraphTensor,
  axes: readonly number[],
  keepDims: boolean,
): GraphTensor | null {
  const [squared] = x.node.inputs;
  if (x.node.operation.type !== 'Square' || squared === undefined) return null;
  if (keepDims || axes.length !== x.shape.length) return null;
  return ops.multiply(ops.constant(2), ops.halfSquaredNorm(squared));
}

/**
 * a·[b₁ b₂ …] = [a·b₁ a·b₂ …], of matrices that are not transposed: b is not joined from its blocks of columns, only the
 * smaller products are.
 */
export function fusedProduct(ops: GraphOps, a: GraphTensor, b: GraphTensor): GraphTensor | null {
  const { operation, inputs } = b.node;
  const blocks = inputs.slice(0, -1);
  if (operation.type !== 'ConcatV2' || blocks.some(({ shape }) => shape[0] !== b.shape[0])) return null;
  return ops.concatenate(
    blocks.map((block) => ops.matMul(a, block)),
    -1,
  );
}

/** −Σ oneHot(indices)·logSoftmax(scores) along the last axis: the kernel needs neither of the two. */
export function fusedNegate(ops: GraphOps, x: GraphTensor): GraphTensor | null {
  const [product, axes] = x.node.inputs;
  if (x.node.operation.type !== 'Sum' || product === undefined || axes === undefined) return null;
  const [oneHot, logSoftmax] = product.node.inputs;
  if (product.node.operation.type !== 'Mul' || oneHot === undefined || logSoftmax === undefined) return null;
  if (oneHot.node.operation.type !== 'OneHot' || logSoftmax.node.operation.type !== 'LogSoftmax') return null;
  const [indices] = oneHot.node.inputs;
  const [scores] = logSoftmax.node.inputs;
  if (indices?.dtype !== 'int32' || scores?.shape.length !== 2) return null;
  if (ops.valuesOf(axes).join() !== '1' || x.shape.length !== 1) return null;
  const attributes = { T: { type: 'float32' }, Tlabels: { type: 'int32' } } as const;
  const node = ops.trace.add(sparseSoftmaxCrossEntropy, [scores, indices], attributes, [x, scores]);
  return onlyOutput(node);
}
