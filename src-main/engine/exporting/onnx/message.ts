import type { ModelMessage, NodeMessage } from './proto';
import { producer } from '../producer';
import type { OnnxValue } from './graph';

/** The oldest IR version that goes with an opset (ONNX, docs/Versioning.md). */
function irVersion(opset: number): number {
  if (opset >= 21) return 10;
  if (opset >= 19) return 9;
  return 8;
}

/** A graph as a model of Layerlab's, in an opset. */
export function modelMessage(
  opset: number,
  content: Pick<ModelMessage, 'docString' | 'graph'> & Partial<Pick<ModelMessage, 'metadataProps'>>,
): ModelMessage {
  return {
    irVersion: irVersion(opset),
    producerName: producer.name,
    producerVersion: producer.version,
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [],
    ...content,
  };
}

/** Gives a value the name that users of the file look for. */
export function identity({ name }: OnnxValue, given: string): NodeMessage {
  return { name: given, opType: 'Identity', input: [name], output: [given], attribute: [] };
}
