import type { OnnxNode } from '../graph/model';

/** A layer of ours without weights, with its parameters. */
export interface FunctionLayer {
  readonly kind: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A function of one number, as the nodes of the graph put it together. */
export interface Expression {
  /** The node that computes it; null for the number itself. */
  readonly node: OnnxNode | null;
  readonly operands: readonly (Expression | number)[];
  evaluate(...operands: number[]): number;
  /** It has no bend anywhere, so that a row of its values tells which function it is. */
  readonly isSmooth: boolean;
  /** Operations in it, each as often as it is done. */
  readonly size: number;
  /** Of a function of one operand: the layers that compute it, one after another. */
  readonly layers?: readonly FunctionLayer[];
  /** Of a function that only keeps its operand between two numbers: these. */
  readonly limits?: { readonly low: number; readonly high: number };
  /** What its two operands are put together by. */
  readonly joins?: 'add' | 'subtract' | 'multiply' | 'divide';
}

/** The number that all functions are of. */
export const itself: Expression = {
  node: null,
  operands: [],
  evaluate: (x = NaN) => x,
  isSmooth: true,
  size: 0,
};

/** Larger expressions are none that a layer computes. */
export const largestExpression = 40;

export function valueAt(expression: Expression, x: number): number {
  if (expression.node === null) return x;
  const operands = expression.operands.map((each) => (typeof each === 'number' ? each : valueAt(each, x)));
  return expression.evaluate(...operands);
}

export function isSmoothThroughout(expression: Expression): boolean {
  return (
    expression.isSmooth &&
    expression.operands.every((each) => typeof each === 'number' || isSmoothThroughout(each))
  );
}

/** scale·x + offset, of a part of an expression. */
export interface AffineMap {
  readonly scale: number;
  readonly offset: number;
}

/** The expression as an affine map of the largest part that is none; the map is the identity where there is nothing to take off. */
export function affineOf(expression: Expression): { readonly map: AffineMap; readonly of: Expression } {
  const here = { map: { scale: 1, offset: 0 }, of: expression };
  const { joins, operands } = expression;
  if (joins === undefined) return here;
  const [a = 0, b = 0] = operands;
  const inner = typeof a === 'number' ? b : a;
  if (typeof inner === 'number' || (typeof a !== 'number' && typeof b !== 'number')) return here;
  if (joins === 'divide' && typeof a === 'number') return here;
  const { map, of } = affineOf(inner);
  const number = typeof a === 'number' ? a : Number(b);
  return { map: joined(joins, map, number, typeof a === 'number'), of };
}

function joined(
  how: NonNullable<Expression['joins']>,
  { scale, offset }: AffineMap,
  number: number,
  isFirst: boolean,
): AffineMap {
  switch (how) {
    case 'add':
      return { scale, offset: offset + number };
    case 'subtract':
      return isFirst ? { scale: -scale, offset: number - offset } : { scale, offset: offset - number };
    case 'multiply':
      return { scale: scale * number, offset: offset * number };
    case 'divide':
      return { scale: scale / number, offset: offset / number };
  }
}
