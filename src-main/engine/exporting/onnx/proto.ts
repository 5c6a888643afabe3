import { describeMessages, fieldInPieces, repeated } from '../../../files/protobuf';

/**
 * The messages of an ONNX file that we write, and what others write in them, with the field numbers of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). What is not read has the type `bytes`: only whether it is there.
 */
const message = describeMessages({
  OperatorSetIdProto: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
  StringStringEntryProto: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
  Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  TensorShapeProto: { fields: { dim: { ...repeated, type: 'Dimension', id: 1 } } },
  TensorType: {
    fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } },
  },
  TypeProto: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
  ValueInfoProto: { fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } } },
  TensorProto: {
    fields: {
      dims: { ...repeated, type: 'int64', id: 1 },
      dataType: { type: 'int32', id: 2 },
      floatData: { ...repeated, type: 'float', id: 4 },
      int32Data: { ...repeated, type: 'int32', id: 5 },
      int64Data: { ...repeated, type: 'int64', id: 7 },
      name: { type: 'string', id: 8 },
      rawData: { type: 'bytes', id: 9 },
      doubleData: { ...repeated, type: 'double', id: 10 },
      externalData: { ...repeated, type: 'StringStringEntryProto', id: 13 },
      dataLocation: { type: 'int32', id: 14 },
    },
  },
  AttributeProto: {
    fields: {
      name: { type: 'string', id: 1 },
      f: { type: 'float', id: 2 },
      i: { type: 'int64', id: 3 },
      s: { type: 'bytes', id: 4 },
      t: { type: 'TensorProto', id: 5 },
      g: { type: 'bytes', id: 6 },
      floats: { ...repeated, type: 'float', id: 7 },
      ints: { ...repeated, type: 'int64', id: 8 },
      type: { type: 'int32', id: 20 },
    },
  },
  NodeProto: {
    fields: {
      input: { ...repeated, type: 'string', id: 1 },
      output: { ...repeated, type: 'string', id: 2 },
      name: { type: 'string', id: 3 },
      opType: { type: 'string', id: 4 },
      attribute: { ...repeated, type: 'AttributeProto', id: 5 },
      domain: { type: 'string', id: 7 },
    },
  },
  GraphProto: {
    fields: {
      node: { ...repeated, type: 'NodeProto', id: 1 },
      name: { type: 'string', id: 2 },
      initializer: { ...repeated, type: 'TensorProto', id: 5 },
      input: { ...repeated, type: 'ValueInfoProto', id: 11 },
      output: { ...repeated, type: 'ValueInfoProto', id: 12 },
      sparseInitializer: { ...repeated, type: 'bytes', id: 15 },
    },
  },
  ModelProto: {
    fields: {
      irVersion: { type: 'int64', id: 1 },
      producerName: { type: 'string', id: 2 },
      producerVersion: { type: 'string', id: 3 },
      docString: { type: 'string', id: 6 },
      graph: { type: 'GraphProto', id: 7 },
      opsetImport: { ...repeated, type: 'OperatorSetIdProto', id: 8 },
      metadataProps: { ...repeated, type: 'StringStringEntryProto', id: 14 },
    },
  },
});

const modelProto = message<ModelMessage>('ModelProto');
const anyModelProto = message<{ readonly graph: ReadGraph | null }>('ModelProto');
const graphProto = message<ModelMessage['graph']>('GraphProto');
const tensorProto = message<TensorMessage>('TensorProto');

/** ONNX's numbers for the element types we use (`TensorProto.DataType`). */
export const elementType = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const;
export type ElementType = keyof typeof elementType;

export type Attribute =
  | { readonly name: string; readonly type: 1; readonly f: number }
  | { readonly name: string; readonly type: 2; readonly i: number }
  | { readonly name: string; readonly type: 3; readonly s: Uint8Array }
  | { readonly name: string; readonly type: 7; readonly ints: readonly number[] };

export interface NodeMessage {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly Attribute[];
}

export interface TensorMessage {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  /** Empty where the values are in another file. */
  readonly rawData: Uint8Array;
  /** Where in which file the values are: `location`, `offset` and `length`. */
  readonly externalData?: readonly { readonly key: string; readonly value: string }[];
  /** 1 where they are in another file. */
  readonly dataLocation?: number;
}

export interface ModelMessage {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeMessage[];
    readonly initializer: readonly TensorMessage[];
    readonly input: readonly ValueInfo[];
    readonly output: readonly ValueInfo[];
  };
}

export interface ValueInfo {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: {
        readonly dim: readonly ({ readonly dimValue: number } | { readonly dimParam: string })[];
      };
    };
  };
}

/** A whole number of 64 bits, as the library gives it. */
export type Int64 = number | { toNumber(): number };

/** What a file may say of a tensor, whoever wrote it. */
export interface ReadTensor extends Omit<TensorMessage, 'dims'> {
  readonly dims: readonly Int64[];
  /** Values that stand here and not in `rawData`. */
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly Int64[];
  readonly doubleData: readonly number[];
}

export interface ReadAttribute {
  readonly name: string;
  /** 0 in files of early versions. */
  readonly type: number;
  readonly f: number;
  readonly i: Int64;
  readonly s: Uint8Array;
  readonly t: ReadTensor | null;
  readonly floats: readonly number[];
  readonly ints: readonly Int64[];
}

export interface ReadNode extends Omit<NodeMessage, 'attribute'> {
  readonly domain: string;
  readonly attribute: readonly ReadAttribute[];
}

/** A model's graph, whoever wrote it. */
export interface ReadGraph {
  readonly name: string;
  readonly node: readonly ReadNode[];
  readonly initializer: readonly ReadTensor[];
  readonly sparseInitializer: readonly Uint8Array[];
  readonly input: readonly ReadValueInfo[];
  readonly output: readonly ReadValueInfo[];
}

export interface ReadValueInfo {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: {
        readonly dim: readonly { readonly dimValue: Int64; readonly dimParam: string }[];
      } | null;
    } | null;
  } | null;
}

/** `null` in the shape is the batch axis. */
export function valueInfo(name: string, type: ElementType, shape: readonly (number | null)[]): ValueInfo {
  const dim = shape.map((size) => (size === null ? { dimParam: 'batch' } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } };
}

/** A whole model, or what is to be joined to one. */
type PartOfModel = Omit<Partial<ModelMessage>, 'graph'> & {
  readonly graph?: Omit<Partial<ModelMessage['graph']>, 'output'> & {
    readonly output?: readonly (Partial<ValueInfo> & Pick<ValueInfo, 'name'>)[];
  };
};

/** @throws Error where the bytes are no ONNX model */
export function decodeModel(bytes: Uint8Array): ModelMessage {
  return modelProto.decode(bytes);
}

/** The graph of a model that any program wrote. @throws Error as {@link decodeModel} */
export function decodeGraph(bytes: Uint8Array): ReadGraph | null {
  return anyModelProto.decode(bytes).graph;
}

export function encodeModel(model: PartOfModel): Uint8Array {
  return modelProto.encode(model);
}

/** The fields of a model that hold its graph, of a graph that hold its tensors, and of a tensor that hold its values. */
const fieldOf = { graph: 7, initializer: 5, rawData: 9 };

/** The same bytes, but for the order of fields, in pieces: the tensors' values are among them as they are. */
export function modelPieces({ graph, ...model }: ModelMessage): Uint8Array[] {
  const { initializer, ...rest } = graph;
  const tensors = initializer.flatMap(({ rawData, ...described }) =>
    fieldInPieces(fieldOf.initializer, [
      tensorProto.encode(described),
      ...(described.dataLocation ? [] : fieldInPieces(fieldOf.rawData, [rawData])),
    ]),
  );
  return [modelProto.encode(model), ...fieldInPieces(fieldOf.graph, [graphProto.encode(rest), ...tensors])];
}
