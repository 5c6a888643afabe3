import { itself, largestExpression } from '../../functions/expression';
import type { Activation, FunctionValue } from '../../network/values';
import type { NodeReader } from '../node';

/** What an input is a function of; the activation itself where the expression would become too large. */
export function functionAt(reader: NodeReader, index: number): Pick<FunctionValue, 'of' | 'expression'> {
  const value = reader.value(index);
  const isSmall = value.kind === 'function' && value.expression.size < largestExpression / 2;
  return isSmall ? value : { of: reader.activation(index), expression: itself };
}

/** Whether the graph sees two activations of ours alike. */
export const sameView = (a: Activation, b: Activation): boolean =>
  JSON.stringify([a.shape, a.axes]) === JSON.stringify([b.shape, b.axes]);
