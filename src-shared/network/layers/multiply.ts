import { defineMerge } from '../layer/merging';

export const multiply = defineMerge({
  kind: 'multiply',
  title: 'Multiply',
  description: {
    summary:
      'Multiplies branches value by value. With a sigmoid at the end of one branch it is a gate: that branch decides ' +
      'how much of the other passes.',
    formula: 'y = x₁ · x₂ · …',
    source: 'Srivastava et al. 2015, Highway Networks',
  },
  code: {
    keras: { classNames: ['Multiply'], arguments: {}, tfjs: () => ({ factory: 'multiply' }) },
    pytorch: () => ({ forward: (inputs) => inputs.join(' * ') }),
  },
  traits: { gainsInGroups: true, provenAsMachineCode: true },
  combine: (ops, a, b) => ops.multiply(a, b),
});
