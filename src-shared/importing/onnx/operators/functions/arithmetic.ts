import { affine, type Numbers } from '../../functions/affine';
import type { Expression } from '../../functions/expression';
import { combined } from '../../functions/settled';
import type { Activation, FunctionValue, Value } from '../../network/values';
import { viewedShape } from '../../network/views';
import { Refusal, type OnnxTensor } from '../../graph/model';
import { foldedBinary, foldedUnary } from '../constants';
import { functionAt, sameView } from './functionAt';
import { alikeArranged } from '../merging';
import { withLast } from '../normalization';
import type { NodeReader, Operator } from '../node';

type Join = NonNullable<Expression['joins']>;

const evaluations: Readonly<Record<Join, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

const arithmetic =
  (joins: Join): Operator =>
  (reader) => {
    reader.require(reader.node.inputs.length === 2, 'it has other than two inputs');
    const [a, b] = [reader.value(0), reader.value(1)];
    if (a.kind === 'constant' && b.kind === 'constant')
      return foldedBinary(a.tensor, b.tensor, evaluations[joins]);
    if (a.kind === 'constant') return withConstant(reader, joins, 1, a.tensor);
    if (b.kind === 'constant') return withConstant(reader, joins, 0, b.tensor);
    return ofTwo(reader, joins);
  };

function ofTwo(reader: NodeReader, joins: Join): Value {
  const [a, b] = [functionAt(reader, 0), functionAt(reader, 1)];
  if (a.of.layer === b.of.layer && sameView(a.of, b.of)) {
    return functionOf(reader, joins, a.of, [a.expression, b.expression]);
  }
  if (joins === 'divide') throw new Refusal('it divides by what is computed');
  return merged(reader, joins, [reader.activation(0), reader.activation(1)]);
}

function functionOf(
  { node }: NodeReader,
  joins: Join,
  of: Activation,
  operands: readonly (Expression | number)[],
): FunctionValue {
  const evaluate = (x = NaN, y = NaN) => evaluations[joins](x, y);
  const size = operands.reduce<number>((sum, each) => sum + (typeof each === 'number' ? 0 : each.size), 1);
  return { kind: 'function', of, expression: { node, operands, evaluate, isSmooth: true, size, joins } };
}

function merged(
  reader: NodeReader,
  joins: Exclude<Join, 'divide'>,
  branches: readonly [Activation, Activation],
): Value {
  const [a, b] = branches;
  const shapes = branches.map(({ shape, axes }) => viewedShape(shape, axes).join('×'));
  reader.require(shapes[0] === shapes[1], `it stretches one of ${shapes.join(' and ')} over the other`);
  if (sameView(a, b)) return combined(reader.drafts, joins, branches);
  const [first = a, second = b] = alikeArranged(reader.drafts, branches);
  return combined(reader.drafts, joins, [first, second]);
}

/** @param index of the input that is computed */
function withConstant(reader: NodeReader, joins: Join, index: 0 | 1, tensor: OnnxTensor): Value {
  const { values, dims } = tensor;
  if (!(values instanceof Float32Array)) throw new Refusal('it computes with whole numbers');
  const given = reader.value(index);
  const [number] = values;
  const isBias = joins === 'add' && given.kind === 'activation' && takesBias(reader, given);
  if (values.length === 1 && number !== undefined && !isBias) {
    const { of, expression } = functionAt(reader, index);
    reader.require(dims.length <= of.axes.length + 1, 'it adds an axis');
    return functionOf(reader, joins, of, index === 0 ? [expression, number] : [number, expression]);
  }
  const { x, numbers } = byChannel(reader, reader.activation(index), dims, values);
  return withNumbers(reader, joins, index === 1, x, numbers);
}

function takesBias({ drafts }: NodeReader, activation: Activation): boolean {
  const { parameters, isShared, kind } = drafts.of(activation);
  return parameters['useBias'] === false && !isShared && kind !== 'maxout';
}

function withNumbers(
  reader: NodeReader,
  joins: Join,
  isFirst: boolean,
  x: Activation,
  numbers: Numbers,
): Value {
  const { drafts } = reader;
  const each = (change: (value: number) => number): Numbers =>
    typeof numbers === 'number' ? change(numbers) : numbers.map(change);
  switch (joins) {
    case 'add':
      return affine(drafts, x, 1, numbers);
    case 'subtract':
      return isFirst
        ? affine(drafts, x, -1, numbers)
        : affine(
            drafts,
            x,
            1,
            each((value) => -value),
          );
    case 'multiply':
      return affine(drafts, x, numbers, 0);
    case 'divide':
      if (isFirst) throw new Refusal('it divides by what is computed');
      return affine(
        drafts,
        x,
        each((value) => 1 / value),
        0,
      );
  }
}

/** A constant as one number for each of our channels, with the activation that has them last. */
function byChannel(
  reader: NodeReader,
  given: Activation,
  dims: readonly number[],
  values: Float32Array,
): { readonly x: Activation; readonly numbers: Numbers } {
  const rank = given.axes.length + 1;
  const sizes = [1, ...viewedShape(given.shape, given.axes)];
  const whole = [...Array<number>(Math.max(0, rank - dims.length)).fill(1), ...dims];
  const wide = [...whole.keys()].filter((axis) => whole[axis] !== 1);
  const [axis = 1, ...more] = wide;
  const fits = whole.length === rank && axis > 0 && wide.every((each) => whole[each] === sizes[each]);
  reader.require(fits, `its constant of ${dims.join('×')} does not fit ${sizes.slice(1).join('×')}`);
  reader.require(
    more.length === 0,
    'its constant differs from place to place; here only from channel to channel',
  );
  if (wide.length === 0) return { x: given, numbers: values[0] ?? 0 };
  return { x: withLast(reader, given, axis - 1), numbers: values };
}

/** A power by a constant; 2 is the value times itself. */
const power: Operator = (reader) => {
  const base = reader.value(0);
  const exponent = reader.number(1, 1);
  if (base.kind === 'constant') return foldedBinary(base.tensor, reader.constant(1), (a, b) => a ** b);
  const { of, expression: part } = functionAt(reader, 0);
  const { node } = reader;
  const evaluate = (x = NaN) => x ** exponent;
  return {
    ...{ kind: 'function', of },
    expression: { node, operands: [part], evaluate, isSmooth: true, size: part.size + 1 },
  };
};

const negation: Operator = (reader) => {
  const value = reader.value(0);
  if (value.kind === 'constant') return foldedUnary(value.tensor, (x) => -x);
  const { of, expression } = functionAt(reader, 0);
  return functionOf(reader, 'multiply', of, [expression, -1]);
};

/** A ReLU with a slope of its own for each channel, or for all. */
const prelu: Operator = (reader) => {
  const { name, values, dims } = reader.floats(1);
  const given = reader.activation(0);
  const { x, numbers } = byChannel(reader, given, dims, values);
  const channels = x.shape.at(-1) ?? 1;
  const alpha = typeof numbers === 'number' ? new Float32Array(channels).fill(numbers) : numbers;
  if (typeof numbers === 'number') {
    reader.drafts.remarks.add(
      'One slope for all channels (PRelu) becomes one for each, which are trained apart.',
    );
  }
  return reader.drafts.add(
    {
      ...{ kind: 'prelu', name: reader.layerName('prelu', name), axes: x.axes },
      parameters: { sharedAxes: x.shape.slice(0, -1).map((_, axis) => axis + 1) },
      weights: { alpha },
    },
    [x],
  );
};

export const arithmetics: Readonly<Record<string, Operator>> = {
  Add: arithmetic('add'),
  Sub: arithmetic('subtract'),
  Mul: arithmetic('multiply'),
  Div: arithmetic('divide'),
  Neg: negation,
  Pow: power,
  PRelu: prelu,
};
