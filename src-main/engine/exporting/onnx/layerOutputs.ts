import { elementType, encodeModel, type NodeMessage } from './proto';

/** The metadata of a file in which the value of each layer's output is named, by the layer's id. */
export const layersKey = 'layers';

const prefix = 'layer:';

/** The name that a layer's output has as an output of the file with all of them. */
export const layerOutput = (layer: string) => `${prefix}${layer}`;

/**
 * The same file with every layer's output as an output, in float32. The file's own bytes stay as they are: two protobuf
 * messages one after another are one, with the lists of both joined.
 * @param layers the name of each layer's output in the graph, by the layer's id
 */
export function withLayerOutputs(file: Uint8Array, layers: Readonly<Record<string, string>>): Uint8Array {
  const ids = Object.keys(layers);
  const node = ids.map((id): NodeMessage => ({
    name: layerOutput(id),
    opType: 'Cast',
    input: [layers[id] ?? ''],
    output: [layerOutput(id)],
    attribute: [{ name: 'to', type: 2, i: elementType.float32 }],
  }));
  const more = encodeModel({ graph: { node, output: ids.map((id) => ({ name: layerOutput(id) })) } });
  const joined = new Uint8Array(file.byteLength + more.byteLength);
  joined.set(file);
  joined.set(more, file.byteLength);
  return joined;
}
