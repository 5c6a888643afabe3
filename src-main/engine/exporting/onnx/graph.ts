import type { Dtype, TensorShape } from '@shared/ops/shape';
import { elementType, type Attribute, type NodeMessage, type TensorMessage } from './proto';

/** A value of the ONNX graph under construction. `data` is there for constants and weights. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: TensorShape;
  readonly dtype: Dtype;
  readonly data?: Float32Array;
}

export type AttributeValue = number | string | readonly number[] | { readonly float: number };

function attribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: 1, f: value.float };
  return { name, type: 7, ints: value };
}

function bytesOf(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Nodes and initializers in the order they are added; names are made unique. */
export class OnnxGraphBuilder {
  readonly nodes: NodeMessage[] = [];
  private readonly initializers = new Map<string, TensorMessage>();
  private readonly names = new Map<string, number>();

  private unique(wanted: string): string {
    const count = this.names.get(wanted) ?? 0;
    this.names.set(wanted, count + 1);
    return count === 0 ? wanted : `${wanted}_${count}`;
  }

  node(
    opType: string,
    inputs: readonly (OnnxValue | string)[],
    result: { readonly shape: TensorShape; readonly dtype?: Dtype },
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): OnnxValue {
    const name = this.unique(opType);
    this.nodes.push({
      name,
      opType,
      input: inputs.map((input) => (typeof input === 'string' ? input : input.name)),
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return { name, shape: result.shape, dtype: result.dtype ?? 'float32' };
  }

  /** A float32 initializer. */
  tensor(wanted: string, shape: readonly number[], data: Float32Array): OnnxValue {
    const name = this.unique(wanted);
    this.initializers.set(name, { name, dataType: elementType.float32, dims: shape, rawData: bytesOf(data) });
    return { name, shape, dtype: 'float32', data };
  }

  /** An int64 initializer: shapes, axes, repeats. */
  integers(wanted: string, values: readonly number[], scalar = false): string {
    const name = this.unique(wanted);
    const rawData = bytesOf(BigInt64Array.from(values, (value) => BigInt(value)));
    this.initializers.set(name, {
      name,
      dataType: elementType.int64,
      dims: scalar ? [] : [values.length],
      rawData,
    });
    return name;
  }

  /** Initializers that some node uses; folding leaves others behind. */
  usedInitializers(): TensorMessage[] {
    const used = new Set(this.nodes.flatMap(({ input }) => input));
    return [...this.initializers.values()].filter(({ name }) => used.has(name));
  }
}
