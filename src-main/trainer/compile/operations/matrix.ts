import type { Attribute } from '../graph/attributes';
import { biases, biasSums, products } from '../many/products';
import type { Operation } from '../graph/trace';

/** Derivatives of matrix products: CS231n, Backpropagation, "Gradients for vectorized operations". */
export const matMul: Operation = {
  type: 'MatMul',
  outputs: ['product'],
  batch: products,
  gradient: ({ ops, node, gradient, input }) => {
    const [a, b] = [input(0), input(1)];
    const transposeA = flag(node.attributes['transpose_a']);
    const transposeB = flag(node.attributes['transpose_b']);
    return [
      transposeA
        ? ops.matMul(b, gradient, { transposeA: transposeB, transposeB: true })
        : ops.matMul(gradient, b, { transposeB: !transposeB }),
      transposeB
        ? ops.matMul(gradient, a, { transposeA: true, transposeB: transposeA })
        : ops.matMul(a, gradient, { transposeA: !transposeA }),
    ];
  },
};

const biasAddGradient: Operation = { type: 'BiasAddGrad', outputs: ['output'], batch: biasSums };

export const biasAdd: Operation = {
  type: 'BiasAdd',
  outputs: ['output'],
  batch: biases,
  gradient: ({ ops, gradient, input }) => [gradient, ops.apply(biasAddGradient, [gradient], input(1))],
};

function flag(attribute: Attribute | undefined): boolean {
  return attribute !== undefined && 'bool' in attribute && attribute.bool;
}
