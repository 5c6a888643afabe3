import { AppError } from '@shared/errors';
import { describeMessages, repeated } from '../../files/protobuf';

/**
 * The parts of an ONNX file that tell what it is and whether it leads to other files; all the rest is passed over
 * unread (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
const message = describeMessages({
  Entry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
  Opset: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int32', id: 2 } } },
  Tensor: {
    fields: {
      name: { type: 'string', id: 8 },
      externalData: { ...repeated, type: 'Entry', id: 13 },
      dataLocation: { type: 'int32', id: 14 },
    },
  },
  SparseTensor: { fields: { values: { type: 'Tensor', id: 1 }, indices: { type: 'Tensor', id: 2 } } },
  Attribute: {
    fields: {
      t: { type: 'Tensor', id: 5 },
      g: { type: 'Graph', id: 6 },
      tensors: { ...repeated, type: 'Tensor', id: 10 },
      graphs: { ...repeated, type: 'Graph', id: 11 },
      sparseTensor: { type: 'SparseTensor', id: 22 },
      sparseTensors: { ...repeated, type: 'SparseTensor', id: 23 },
    },
  },
  Node: { fields: { attribute: { ...repeated, type: 'Attribute', id: 5 } } },
  Graph: {
    fields: {
      node: { ...repeated, type: 'Node', id: 1 },
      initializer: { ...repeated, type: 'Tensor', id: 5 },
      sparseInitializer: { ...repeated, type: 'SparseTensor', id: 15 },
    },
  },
  Function: { fields: { node: { ...repeated, type: 'Node', id: 7 } } },
  Model: {
    fields: {
      irVersion: { type: 'int32', id: 1 },
      producerName: { type: 'string', id: 2 },
      docString: { type: 'string', id: 6 },
      graph: { type: 'Graph', id: 7 },
      opset: { ...repeated, type: 'Opset', id: 8 },
      metadata: { ...repeated, type: 'Entry', id: 14 },
      functions: { ...repeated, type: 'Function', id: 25 },
    },
  },
});
const modelFormat = message<Message>('Model');

/** Larger files do not fit such a message. */
export const mostModelBytes = 2 ** 31 - 1;

export interface ModelHead {
  readonly producer: string;
  readonly description: string;
  readonly opset: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Other files that hold weights of it, as it names them. */
  readonly dataFiles: string[];
}

/** The message, or any part of it. */
type Message = Readonly<Record<string, unknown>>;

/**
 * Reads what an ONNX file says of itself.
 * @throws AppError `badModel` where the bytes are no ONNX file
 */
export function readModelHead(bytes: Uint8Array, path: string): ModelHead {
  const model = decode(bytes, path);
  if (model['graph'] === undefined || !Number(model['irVersion'])) throw notOnnx(path);
  const opsets = listOf(model['opset']);
  const opset = opsets.find(({ domain }) => !domain || domain === 'ai.onnx')?.['version'];
  return {
    producer: String(model['producerName'] ?? ''),
    description: String(model['docString'] ?? ''),
    opset: typeof opset === 'number' ? opset : null,
    metadata: Object.fromEntries(
      listOf(model['metadata']).map(({ key, value }) => [String(key ?? ''), String(value ?? '')]),
    ),
    dataFiles: [...new Set(dataFilesIn(model))],
  };
}

function decode(bytes: Uint8Array, path: string): Message {
  try {
    return modelFormat.decodeGiven(bytes);
  } catch (cause) {
    throw notOnnx(path, cause);
  }
}

export function notOnnx(path: string, cause?: unknown): AppError {
  return new AppError('badModel', 'This is no ONNX file, or a damaged one.', {
    where: path,
    remedy: 'Give a file that was exported to ONNX; if it was one, export it again.',
    cause,
  });
}

const listOf = (value: unknown) => (Array.isArray(value) ? (value as Message[]) : []);

/** The files that tensors, however deep, say their values are in. */
function* dataFilesIn(part: Message): Generator<string> {
  const entries = listOf(part['externalData']);
  if (entries.length > 0 || part['dataLocation'] === 1) {
    yield String(entries.find(({ key }) => key === 'location')?.['value'] ?? '');
  }
  for (const value of Object.values(part)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === 'object' && each !== null) yield* dataFilesIn(each as Message);
    }
  }
}
