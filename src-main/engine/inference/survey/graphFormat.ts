import { describeMessages, repeated } from '../../../files/protobuf';
import { notOnnx } from '../modelHead';

/** The parts of an ONNX file that its graph is drawn from (field numbers as in onnx.proto); weights are passed over. */
const message = describeMessages({
  Dimension: { fields: { value: { type: 'int64', id: 1 }, name: { type: 'string', id: 2 } } },
  Shape: { fields: { dim: { ...repeated, type: 'Dimension', id: 1 } } },
  TensorType: { fields: { elementType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
  Type: { fields: { tensor: { type: 'TensorType', id: 1 } } },
  Value: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
  Tensor: { fields: { dims: { ...repeated, type: 'int64', id: 1 }, name: { type: 'string', id: 8 } } },
  Node: {
    fields: {
      input: { ...repeated, type: 'string', id: 1 },
      output: { ...repeated, type: 'string', id: 2 },
      name: { type: 'string', id: 3 },
      operator: { type: 'string', id: 4 },
    },
  },
  Graph: {
    fields: {
      node: { ...repeated, type: 'Node', id: 1 },
      initializer: { ...repeated, type: 'Tensor', id: 5 },
      input: { ...repeated, type: 'Value', id: 11 },
      output: { ...repeated, type: 'Value', id: 12 },
      value: { ...repeated, type: 'Value', id: 13 },
    },
  },
  Model: { fields: { graph: { type: 'Graph', id: 7 } } },
});

/** A whole number, as large as the file has it. */
type Long = number | { toNumber(): number };

export interface GraphValue {
  readonly name: string;
  readonly type: {
    readonly tensor: {
      readonly elementType: number;
      readonly shape: { readonly dim: readonly { readonly value: Long; readonly name: string }[] } | null;
    } | null;
  } | null;
}

export interface GraphNode {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly operator: string;
}

export interface GraphMessage {
  readonly node: readonly GraphNode[];
  readonly initializer: readonly { readonly dims: readonly Long[]; readonly name: string }[];
  readonly input: readonly GraphValue[];
  readonly output: readonly GraphValue[];
  readonly value: readonly GraphValue[];
}

const graphFormat = message<{ readonly graph: GraphMessage }>('Model');

/** @throws AppError `badModel` where the bytes are no ONNX file */
export function decodeGraph(bytes: Uint8Array, path: string): GraphMessage {
  try {
    return graphFormat.decode(bytes).graph;
  } catch (cause) {
    throw notOnnx(path, cause);
  }
}

/** More outputs of a graph, as they stand behind the bytes of a file. */
export const encodeOutputs = (names: readonly string[]): Uint8Array =>
  graphFormat.encode({ graph: { output: names.map((name) => ({ name })) } });

const sizeOfDimension = (long: Long): number => (typeof long === 'number' ? long : long.toNumber());

/** How many numbers a tensor of the file has; null where it claims sizes that none can have. */
export function countOfValues(dims: readonly Long[]): number | null {
  const sizes = dims.map(sizeOfDimension);
  const count = sizes.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(count) && sizes.every((size) => size >= 0) ? count : null;
}

/** The sizes of a value, open ones by their names; null where the file does not say them. */
export function shapeOf({ type }: GraphValue): (number | string)[] | null {
  const dims = type?.tensor?.shape?.dim;
  return dims?.map(({ value, name }) => (name === '' ? sizeOfDimension(value) : name)) ?? null;
}
