import type { Dtype, TensorShape } from '@shared/ops/shape';

/** What flows along an edge of a TensorFlow graph: values, or a handle to a variable. */
export type GraphDtype = Dtype | 'uint32' | 'uint64' | 'resource';

/** TensorFlow's `DataType` numbers (types.proto). */
export const typeNumbers: Readonly<Record<GraphDtype, number>> = {
  float32: 1,
  int32: 3,
  uint8: 4,
  bool: 10,
  resource: 20,
  uint32: 22,
  uint64: 23,
};

/** A function to call, with settings for its executor. */
export interface FunctionReference {
  readonly name: string;
  readonly attributes?: Attributes;
}

/** The value of a node's attribute, as `AttrValue` of attr_value.proto. */
export type Attribute =
  | { readonly type: GraphDtype }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly bytes: Uint8Array }
  | { readonly shape: TensorShape }
  | { readonly ints: readonly number[] }
  | { readonly types: readonly GraphDtype[] }
  | { readonly shapes: readonly TensorShape[] }
  | { readonly function: FunctionReference }
  | { readonly tensor: ConstantTensor };

export interface ConstantTensor {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export type Attributes = Readonly<Record<string, Attribute>>;
