import { sizeOf, type Shape } from '../../../ops/shape';
import { broadcastShapes } from '../../../ops/shapes';
import { transposed } from '../../../ops/transposed';
import { constantOf, type Constant, type Value } from '../network/values';
import { viewedShape } from '../network/views';
import { Refusal, type Integers, type OnnxTensor } from '../graph/model';
import { functionAt } from './functions/functionAt';
import type { NodeReader, Operator } from './node';

/** What is computed from constants alone is computed here, once. */
export function foldedUnary({ dims, values, name }: OnnxTensor, evaluate: (x: number) => number): Constant {
  return constantOf(
    dims,
    values instanceof Float32Array
      ? values.map(evaluate)
      : values.map((value) => (value === null ? null : evaluate(value))),
    name,
  );
}

export function foldedBinary(
  a: OnnxTensor,
  b: OnnxTensor,
  evaluate: (a: number, b: number) => number,
): Constant {
  const dims = commonShape(a.dims, b.dims);
  if (sizeOf(dims) > Math.max(a.values.length, b.values.length)) boundedSize(dims);
  const [placesA, placesB] = [placesOf(a.dims, dims), placesOf(b.dims, dims)];
  const isFloat = a.values instanceof Float32Array;
  const joined = Array.from({ length: sizeOf(dims) }, (_, at) => {
    const [x, y] = [a.values[placesA[at] ?? 0] ?? null, b.values[placesB[at] ?? 0] ?? null];
    if (x === null || y === null) throw new Refusal('it computes with the number of examples');
    const result = evaluate(x, y);
    return isFloat ? result : Math.trunc(result);
  });
  return constantOf(dims, asKind(a.values, joined));
}

function commonShape(a: Shape, b: Shape): Shape {
  try {
    return broadcastShapes(a, b).map((size) => size ?? 1);
  } catch {
    throw new Refusal(`its constants of ${a.join('×')} and ${b.join('×')} do not fit each other`);
  }
}

/** Where the values of a stretched tensor stand in it. */
function placesOf(dims: Shape, stretched: Shape): Int32Array {
  const missing = stretched.length - dims.length;
  const places = new Int32Array(sizeOf(stretched));
  for (let at = 0; at < places.length; at++) {
    let [rest, place, stride] = [at, 0, 1];
    for (let axis = stretched.length - 1; axis >= missing; axis--) {
      const size = stretched[axis] ?? 1;
      const own = dims[axis - missing] ?? 1;
      if (own !== 1) place += (rest % size) * stride;
      stride *= own;
      rest = Math.floor(rest / size);
    }
    places[at] = place;
  }
  return places;
}

const constant: Operator = (reader) => {
  const tensor = reader.attribute('value');
  if (typeof tensor === 'object' && 'dims' in tensor) return { kind: 'constant', tensor };
  const float = reader.attribute('value_float');
  if (typeof float === 'number') return constantOf([], Float32Array.of(float));
  const integer = reader.attribute('value_int');
  if (typeof integer === 'number') return constantOf([], [integer]);
  const floats = reader.list('value_floats');
  if (floats !== null) return constantOf([floats.length], Float32Array.from(floats));
  const integers = reader.list('value_ints');
  if (integers !== null) return constantOf([integers.length], integers);
  throw new Refusal('it holds other than numbers');
};

const constantOfShape: Operator = (reader) => {
  const dims = known(reader.integers(0));
  const tensor = reader.attribute('value');
  const given = typeof tensor === 'object' && 'dims' in tensor ? tensor.values : Float32Array.of(0);
  const filled = new Array<number>(boundedSize(dims)).fill(given[0] ?? 0);
  return constantOf(dims, asKind(given, filled));
};

/** Larger ones are no sizes of a shape, and could be of any size. */
function boundedSize(dims: Shape): number {
  const size = sizeOf(dims);
  if (size >= 0 && size <= 1_000_000) return size;
  throw new Refusal(`it makes a constant of ${dims.join('×')}`);
}

function known(values: Integers): number[] {
  return values.map((value) => {
    if (value === null) throw new Refusal('it computes with the number of examples');
    return value;
  });
}

const shape: Operator = (reader) => {
  const value = reader.value(0);
  const sizes = value.kind === 'constant' ? value.tensor.dims : sizesOf(reader, value);
  const [start, end] = [reader.integer('start', 0), reader.integer('end', sizes.length)];
  const part = sizes.slice(start, end);
  return constantOf([part.length], part);
};

/** A function is not settled for it: that may change a layer which others still take it to be a function of. */
function sizesOf(reader: NodeReader, value: Value): Integers {
  const { shape: ours, axes } = value.kind === 'function' ? value.of : reader.activation(0);
  return [null, ...viewedShape(ours, axes)];
}

/** Of shapes: the size of an axis. */
const gather: Operator = (reader) => {
  const { values, dims } = reader.constant(0);
  const axis = reader.integer('axis', 0);
  reader.require(dims.length === 1 && (axis === 0 || axis === -1), 'it looks up rows of a table');
  const index = reader.constant(1);
  const taken = Array.from(index.values, (at) => {
    const value = values[(at ?? 0) < 0 ? (at ?? 0) + values.length : (at ?? 0)];
    if (value === undefined) throw new Refusal(`it takes value ${at} of ${values.length}`);
    return value;
  });
  return constantOf(index.dims, asKind(values, taken));
};

/** Numbers of the types of ONNX that hold floating-point values. */
const floatTypes = [1, 10, 11, 16];
const integerTypes = [6, 7];

const cast: Operator = (reader) => {
  const to = reader.integer('to', 1);
  reader.integer('saturate', 1);
  const value = reader.value(0);
  const isFloat = floatTypes.includes(to);
  if (value.kind !== 'constant') {
    reader.require(isFloat, 'it makes whole numbers of what is computed');
    return value.kind === 'function' ? sameFunction(reader) : value;
  }
  reader.require(isFloat || integerTypes.includes(to), 'it makes neither floating-point nor whole numbers');
  const { dims, values, name } = value.tensor;
  if (isFloat)
    return constantOf(
      dims,
      Float32Array.from(values, (each) => each ?? NaN),
      name,
    );
  return constantOf(dims, values instanceof Float32Array ? Array.from(values, Math.trunc) : values, name);
};

/** A function under the node's own name, by which it is known how many take it. */
function sameFunction(reader: NodeReader): Value {
  const { of, expression } = functionAt(reader, 0);
  const evaluate = (x = NaN) => x;
  const { node } = reader;
  const size = expression.size + 1;
  return {
    ...{ kind: 'function', of },
    expression: { node, operands: [expression, 1], evaluate, isSmooth: true, size, joins: 'multiply' },
  };
}

/** The values of a constant at these places along an axis. */
export function takenAlong({ dims, values }: OnnxTensor, axis: number, places: readonly number[]): Constant {
  const inner = sizeOf(dims.slice(axis + 1));
  const size = dims[axis] ?? 1;
  const taken = Array.from({ length: sizeOf(dims.slice(0, axis)) }, (_, row) =>
    places.flatMap((place) => {
      const from = (row * size + place) * inner;
      return [...values.slice(from, from + inner)];
    }),
  ).flat();
  const shape = dims.map((each, at) => (at === axis ? places.length : each));
  return constantOf(shape, asKind(values, taken));
}

/** Values of the kind that others are of. */
function asKind(like: OnnxTensor['values'], values: Integers): OnnxTensor['values'] {
  return like instanceof Float32Array ? Float32Array.from(values, (value) => value ?? NaN) : values;
}

/** Whole numbers with their axes permuted as {@link transposed} does numbers. */
export function transposedConstant({ dims, values, name }: OnnxTensor, order: readonly number[]): Constant {
  const shape = order.map((axis) => dims[axis] ?? 1);
  if (values instanceof Float32Array) return constantOf(shape, transposed(values, dims, order), name);
  const places = transposed(
    Float32Array.from(values, (_, at) => at),
    dims,
    order,
  );
  return constantOf(
    shape,
    Array.from(places, (place) => values[place] ?? null),
    name,
  );
}

export const constants: Readonly<Record<string, Operator>> = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Gather: gather,
  Cast: cast,
};
