import { onnx } from '@shared/exporting/onnx';
import type { Pieces } from '../encoder';
import { nameBeside } from '../beside';
import { modelPieces, type ModelMessage, type TensorMessage } from './proto';

/** Where each tensor's values begin, so that they can be mapped into memory. */
const alignment = 4096;
/** Smaller tensors stay in the file: shapes and axes are looked at before weights are read. */
const fewestBytes = 1024;

/** Bytes that a file of its own may have: a protobuf message can have no more, and a little of it is the graph. */
const mostBytes = () => Number(process.env['LAYERLAB_ONNX_BYTES']) || 2 ** 31 - 2 ** 24;

interface OnnxFiles {
  readonly content: Pieces;
  readonly beside: readonly { readonly name: string; readonly content: Pieces }[];
}

/**
 * A model as one file; where that would be larger than it can be, the weights are in another beside it.
 * @param stem the file's name without its extension
 */
export function onnxFiles(model: ModelMessage, stem: string): OnnxFiles {
  const { initializer } = model.graph;
  const bytes = initializer.reduce((sum, { rawData }) => sum + rawData.byteLength, 0);
  if (bytes <= mostBytes()) return { content: modelPieces(model), beside: [] };
  const large = initializer.filter(({ rawData }) => rawData.byteLength >= fewestBytes);
  const { content, offsets } = oneAfterAnother(large);
  const name = nameBeside(stem, content, onnx);
  const elsewhere = (tensor: TensorMessage): TensorMessage => {
    const offset = offsets.get(tensor.name);
    if (offset === undefined) return tensor;
    const place = { location: name, offset: String(offset), length: String(tensor.rawData.byteLength) };
    return {
      ...tensor,
      rawData: new Uint8Array(),
      externalData: Object.entries(place).map(([key, value]) => ({ key, value })),
      dataLocation: 1,
    };
  };
  const graph = { ...model.graph, initializer: initializer.map(elsewhere) };
  return { content: modelPieces({ ...model, graph }), beside: [{ name, content }] };
}

/** A tensor as it was read, with its values where they are in another file, as far as that has them. */
export function withValues<Tensor extends Omit<TensorMessage, 'dims'>>(
  tensor: Tensor,
  data: ReadonlyMap<string, Uint8Array>,
): Tensor {
  if (tensor.dataLocation !== 1) return tensor;
  const told = new Map(tensor.externalData?.map(({ key, value }) => [key, value]));
  const file = data.get(told.get('location') ?? '');
  const offset = Number(told.get('offset') ?? 0);
  // Without a length, they go to the file's end.
  const end = offset + Number(told.get('length') ?? file?.byteLength ?? 0);
  const rawData = file?.subarray(offset, end);
  return { ...tensor, rawData: rawData ?? new Uint8Array() };
}

/** The values of tensors, and where each begins. */
function oneAfterAnother(tensors: readonly TensorMessage[]) {
  const content: Uint8Array[] = [];
  const offsets = new Map<string, number>();
  let at = 0;
  for (const { name, rawData } of tensors) {
    const gap = -at & (alignment - 1);
    if (gap > 0) content.push(new Uint8Array(gap));
    content.push(rawData);
    offsets.set(name, at + gap);
    at += gap + rawData.byteLength;
  }
  return { content, offsets };
}
