import { defineMerge } from '../layer/merging';

export const add = defineMerge({
  kind: 'add',
  title: 'Add',
  description: {
    summary:
      'Adds branches value by value. With one branch going straight from an earlier layer (a skip connection), the ' +
      'layers beside it need only learn what is to be changed, and gradients reach deep layers undiminished.',
    formula: 'y = x₁ + x₂ + …',
    source: 'He et al. 2016, Deep Residual Learning; CS231n, Convolutional Networks: Case studies',
  },
  code: {
    keras: { classNames: ['Add'], arguments: {}, tfjs: () => ({ factory: 'add' }) },
    pytorch: () => ({ forward: (inputs) => inputs.join(' + ') }),
  },
  traits: { gainsInGroups: true, provenAsMachineCode: true },
  combine: (ops, a, b) => ops.add(a, b),
});
