import type { ModelCard } from '@shared/exporting/modelCard';
import { onnx } from '@shared/exporting/onnx';
import { half, type StoredWeight } from '@shared/importing';
import { inferNetwork } from '@shared/network/inference';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { notOnnx } from '../../inference/modelHead';
import { withValues } from './dataFile';
import { floatsOf } from './smaller/float16';
import { onnxModel } from './onnx';
import { decodeModel, elementType, type TensorMessage } from './proto';

/** The weights of a network in one row, each value with a place from 1 on. */
interface Row {
  readonly weights: readonly { readonly name: string; readonly shape: Shape; readonly first: number }[];
  /** Places that there are, and the one that is none. */
  readonly length: number;
}

/**
 * The trained weights that an ONNX file of Layerlab's holds, by `<layer>/<weight>`. A file keeps some of them transposed or
 * reshaped; how is found by tracing the network once more with the place of each number in place of the number.
 * @param data what the files beside it hold, by their names in it
 * @throws AppError `badModel` where the bytes are no ONNX file
 * @returns null where the file holds others, or not all as numbers of 32 or 16 bits
 */
export function keptWeights(
  bytes: Uint8Array,
  data: ReadonlyMap<string, Uint8Array>,
  card: ModelCard,
  opset: number,
): StoredWeight[] | null {
  if (card.foldsBatchNormalization) return null;
  const row = rowOf(card);
  const initializers = new Map(
    decoded(bytes).graph.initializer.map((tensor) => [tensor.name, withValues(tensor, data)]),
  );
  const values = new Float32Array(row.length);
  const found = new Uint8Array(row.length);
  for (const { name, places } of tracedPlaces(card, row, opset)) {
    const kept = valuesOf(initializers.get(name) ?? initializers.get(`${name}:float16`));
    if (kept?.length !== places.length) return null;
    places.forEach((place, at) => {
      values[place] = kept[at] ?? 0;
      found[place] = 1;
    });
  }
  if (found.subarray(1).includes(0)) return null;
  return row.weights.map(({ name, shape, first }) => ({
    name,
    shape,
    values: values.slice(first, first + sizeOf(shape)),
  }));
}

function decoded(bytes: Uint8Array) {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw notOnnx('', cause);
  }
}

function rowOf({ experiment, dataset }: ModelCard): Row {
  const { layers } = inferNetwork(experiment.network, { inputShape: dataset.inputShape });
  let length = 1;
  const weights = layers.flatMap(({ id, weights: specs }) =>
    specs.map(({ name, shape }) => {
      const first = length;
      length += sizeOf(shape);
      return { name: `${id}/${name}`, shape, first };
    }),
  );
  return { weights, length };
}

/** Where each number of an initializer stands in the row, for those that hold weights. */
function tracedPlaces({ experiment, dataset, weights: facts }: ModelCard, row: Row, opset: number) {
  const network = inferNetwork(experiment.network, { inputShape: dataset.inputShape });
  const weights = new Map(
    row.weights.map(({ name, shape, first }) => [
      `parameters/${name}`,
      { shape, values: marked(first, shape) },
    ]),
  );
  const settings = onnx.schema.parse({ format: 'onnx', opset });
  const traced = onnxModel({ experiment, network, dataset, facts, weights }, settings);
  return traced.graph.initializer.flatMap((tensor) => {
    if (tensor.dataType !== elementType.float32) return [];
    const places = new Int32Array(new Uint8Array(tensor.rawData).buffer);
    // As numbers, places are next to zero: no constant of a network is.
    const isWeight = places.length > 0 && places.every((place) => place > 0 && place < row.length);
    return isWeight ? [{ name: tensor.name, places }] : [];
  });
}

/** Numbers whose bits count the places from `first` on: all are exact, since nothing computes with them. */
function marked(first: number, shape: Shape): Float32Array {
  return new Float32Array(Int32Array.from({ length: sizeOf(shape) }, (_, at) => first + at).buffer);
}

function valuesOf(tensor: TensorMessage | undefined): Float32Array | null {
  if (tensor?.dataType === elementType.float32) return floatsOf(tensor);
  if (tensor?.dataType !== elementType.float16) return null;
  return Float32Array.from(new Uint16Array(new Uint8Array(tensor.rawData).buffer), half);
}
