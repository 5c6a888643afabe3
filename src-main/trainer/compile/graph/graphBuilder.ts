import type { Dtype, TensorShape } from '@shared/ops/shape';
import type { Attributes } from './attributes';
import * as arithmetic from '../operations/arithmetic';
import * as control from '../operations/control';
import * as shaping from '../operations/shaping';
import { onlyOutput, type GraphTensor, type Operation, type TensorType, type Trace } from './trace';

/** What a traced function knows of the call it runs in. */
export interface CallContext {
  /** Number of examples in the batch: an int32 scalar. */
  readonly batchSize: GraphTensor;
  /** Seed of the run, and the step's number as an int32 scalar; random draws are keyed by them. */
  readonly random?: { readonly seed: number; readonly step: GraphTensor };
}

/** Records nodes, constants and sizes: what every operation of the algebra is built from. */
export class GraphBuilder {
  private readonly constants = new Map<string, GraphTensor>();
  private callContext: CallContext | undefined;

  constructor(readonly trace: Trace) {}

  /** Must be set before anything whose size depends on the batch, or that is random. */
  setContext(context: CallContext): void {
    this.callContext = context;
  }

  get context(): CallContext {
    if (this.callContext === undefined) throw new Error('the traced function has no batch');
    return this.callContext;
  }

  /** Records an operation with one output; its attribute `T` is the first input's type unless given. */
  apply(
    operation: Operation,
    inputs: readonly GraphTensor[],
    { dtype, shape }: TensorType,
    attributes: Attributes = typeOfFirst(inputs),
  ): GraphTensor {
    return onlyOutput(this.trace.add(operation, inputs, attributes, [{ dtype, shape }]));
  }

  shapeOf(x: GraphTensor): TensorShape {
    return x.shape;
  }

  dtypeOf(x: GraphTensor): Dtype {
    switch (x.dtype) {
      case 'resource':
        throw new Error('a variable was used as a value');
      case 'uint32':
      case 'uint64':
        throw new Error('random bits were used as values');
      default:
        return x.dtype;
    }
  }

  constant(values: number | readonly number[] | Float32Array, shape?: readonly number[]): GraphTensor {
    const array = typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
    return this.constantTensor('float32', array, shape ?? (typeof values === 'number' ? [] : [array.length]));
  }

  /** An int32 constant; a vector where no shape is given. */
  integers(values: readonly number[], shape: readonly number[] = [values.length]): GraphTensor {
    return this.constantTensor('int32', Int32Array.from(values), shape);
  }

  integer(value: number): GraphTensor {
    return this.constantTensor('int32', Int32Array.of(value), []);
  }

  /** int32 scalars in one vector. */
  pack(scalars: readonly GraphTensor[]): GraphTensor {
    const [first] = scalars;
    if (first === undefined) throw new Error('nothing to pack');
    const attributes: Attributes = { T: { type: first.dtype }, N: { int: scalars.length }, axis: { int: 0 } };
    return this.apply(shaping.pack, scalars, { dtype: first.dtype, shape: [scalars.length] }, attributes);
  }

  /** A shape as a vector of int32 that is known when it runs. */
  sizes(shape: TensorShape): GraphTensor {
    if (!shape.includes(null)) return this.integers(shape.map((size) => size ?? 0));
    return this.pack(shape.map((size) => (size === null ? this.context.batchSize : this.integer(size))));
  }

  /** The shape of a tensor as it is when it runs: a vector of int32. */
  sizesOf(x: GraphTensor): GraphTensor {
    const attributes: Attributes = { T: { type: x.dtype }, out_type: { type: 'int32' } };
    return this.apply(shaping.shape, [x], { dtype: 'int32', shape: [x.shape.length] }, attributes);
  }

  /** `true`. */
  truth(): GraphTensor {
    const zero = this.integer(0);
    return this.apply(arithmetic.equal, [zero, zero], { dtype: 'bool', shape: [] });
  }

  /** Zeros in a shape known when it runs: int32 scalars. */
  zeros(sizes: readonly GraphTensor[]): GraphTensor {
    const attributes: Attributes = { T: { type: 'float32' }, index_type: { type: 'int32' } };
    const type = { dtype: 'float32', shape: sizes.map(() => null) } as const;
    return this.apply(control.fill, [this.pack(sizes), this.constant(0)], type, attributes);
  }

  /** A part of a tensor along one axis. */
  slice(x: GraphTensor, axis: number, begin: number, size: number): GraphTensor {
    const starts = x.shape.map((_, each) => (each === axis ? begin : 0));
    const lengths = x.shape.map((whole, each) => (each === axis ? size : (whole ?? -1)));
    const shape = x.shape.map((whole, each) => (each === axis ? size : whole));
    const attributes: Attributes = { T: { type: x.dtype }, Index: { type: 'int32' } };
    return this.apply(
      shaping.slice,
      [x, this.integers(starts), this.integers(lengths)],
      { dtype: x.dtype, shape },
      attributes,
    );
  }

  /** Zeros before and after, along each axis. */
  pad(x: GraphTensor, before: readonly number[], after: readonly number[]): GraphTensor {
    const shape = x.shape.map((size, axis) =>
      size === null ? null : size + (before[axis] ?? 0) + (after[axis] ?? 0),
    );
    const amounts = x.shape.flatMap((_, axis) => [before[axis] ?? 0, after[axis] ?? 0]);
    const attributes: Attributes = { T: { type: x.dtype }, Tpaddings: { type: 'int32' } };
    return this.apply(
      shaping.pad,
      [x, this.integers(amounts, [x.shape.length, 2])],
      { dtype: x.dtype, shape },
      attributes,
    );
  }

  /** The numbers of a constant, for rules that depend on them. */
  valuesOf({ node }: GraphTensor): number[] {
    const value = node.attributes['value'];
    if (value === undefined || !('tensor' in value)) throw new Error(`${node.name} is no constant`);
    return [...value.tensor.values];
  }

  /** Small constants are recorded once. */
  private constantTensor(
    dtype: 'float32' | 'int32',
    values: Float32Array | Int32Array,
    shape: readonly number[],
  ): GraphTensor {
    const key = `${dtype} [${shape.join()}] ${values.length <= 16 ? bitsOf(values).join() : this.constants.size}`;
    const isKept = values.length <= 16 && this.trace.borders !== 'draft';
    const known = isKept ? this.constants.get(key) : undefined;
    if (known !== undefined) return known;
    const attributes: Attributes = { dtype: { type: dtype }, value: { tensor: { dtype, shape, values } } };
    const tensor = this.apply(shaping.constant, [], { dtype, shape }, attributes);
    this.constants.set(key, tensor);
    return tensor;
  }
}

function typeOfFirst([first]: readonly GraphTensor[]): Attributes {
  return first === undefined ? {} : { T: { type: first.dtype } };
}

/** Bits and not values: −0 is not 0. */
function bitsOf({ buffer, byteOffset, length }: Float32Array | Int32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
