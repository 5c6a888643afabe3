import { z } from 'zod';
import { elementType, encodeModel, type NodeMessage } from './proto';

/** The metadata of a file in which the value of each layer's output is named, by the layer's id. */
export const layersKey = 'layers';

const layersSchema = z.record(z.string(), z.string());

/** The name of each layer's output in a file's graph, by the layer's id; null where the file does not say it. */
export function layersNamed(metadata: Readonly<Record<string, string>>): Record<string, string> | null {
  try {
    return layersSchema.parse(JSON.parse(metadata[layersKey] ?? ''));
  } catch {
    return null;
  }
}

const prefix = 'layer:';

/** The name that a layer's output has as an output of the file with all of them. */
export const layerOutput = (layer: string) => `${prefix}${layer}`;

/**
 * What makes every layer's output an output of a file, in float32, when it is put behind the file's own bytes: two protobuf
 * messages one after another are one, with the lists of both joined.
 * @param layers the name of each layer's output in the graph, by the layer's id
 */
export function layerOutputsToAppend(layers: Readonly<Record<string, string>>): Uint8Array {
  const ids = Object.keys(layers);
  const node = ids.map((id): NodeMessage => ({
    name: layerOutput(id),
    opType: 'Cast',
    input: [layers[id] ?? ''],
    output: [layerOutput(id)],
    attribute: [{ name: 'to', type: 2, i: elementType.float32 }],
  }));
  return encodeModel({ graph: { node, output: ids.map((id) => ({ name: layerOutput(id) })) } });
}
