import { itself, type Expression } from '../../functions/expression';
import { farthest } from '../../functions/recognized';
import { Refusal } from '../../graph/model';
import { functionAt, sameView } from './functionAt';
import type { Operator } from '../node';

/** Whether a value is above a constant: known only as a part of what `Where` chooses by. */
const greater: Operator = (reader) => {
  const { of, expression } = functionAt(reader, 0);
  const limit = reader.number(1, 0);
  const part: Expression = {
    node: reader.node,
    operands: [expression, limit],
    evaluate: (x = NaN, y = NaN) => Number(x > y),
    // Where functions are looked at, on both sides of it.
    isSmooth: expression === itself && Math.abs(limit) < farthest,
    size: expression.size + 1,
  };
  return { kind: 'function', of, expression: part };
};

/** One of two functions of the same value. */
const where: Operator = (reader) => {
  const parts = [0, 1, 2].map((index) => functionAt(reader, index));
  const [condition, first, second] = parts;
  if (condition === undefined || first === undefined || second === undefined)
    throw new Refusal('an input is missing');
  reader.require(
    parts.every(({ of }) => of.layer === condition.of.layer && sameView(of, condition.of)),
    'it chooses between values of several layers',
  );
  return {
    ...{ kind: 'function', of: condition.of },
    expression: {
      node: reader.node,
      operands: parts.map(({ expression }) => expression),
      evaluate: (chosen = NaN, a = NaN, b = NaN) => (chosen === 0 ? b : a),
      isSmooth: true,
      size: parts.reduce((sum, { expression }) => sum + expression.size, 1),
    },
  };
};

export const choices: Readonly<Record<string, Operator>> = { Greater: greater, Where: where };
