import { AppError } from '../errors';
import type { InferredNetwork } from '../network/inference';
import { sizeOf, type Shape } from '../ops/shape';
import type { WeightsManifest } from './modelFile';

/** A weight as checkpoints name it: `parameters/<layer>/<weight>`. */
export interface ImportedWeight {
  readonly name: string;
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float32Array;
}

interface StoredWeight {
  /** Name of the layer and of the weight, as the last two parts of the stored name say. */
  readonly layer: string;
  readonly weight: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The files beside a tfjs model.json that hold its weights, in order. */
export function weightFilesOf(manifest: WeightsManifest): string[] {
  return manifest.flatMap(({ paths }) => paths);
}

/** @throws AppError where a file is missing, too short, or holds something else than float32. */
function readShards(manifest: WeightsManifest, files: ReadonlyMap<string, Uint8Array>): StoredWeight[] {
  return manifest.flatMap(({ paths, weights }) => {
    const bytes = joined(paths, files);
    let offset = 0;
    return weights.map(({ name, shape, dtype, quantization }) => {
      if (dtype !== 'float32' || quantization !== undefined) {
        throw new AppError('badNetwork', `The weight ${name} is stored as quantized or ${dtype} values`, {
          where: name,
          remedy: 'Convert the model again without quantization.',
        });
      }
      const length = 4 * sizeOf(shape);
      if (offset + length > bytes.byteLength) {
        throw new AppError('badNetwork', `The weights end before ${name}`, {
          where: paths.join(', '),
          remedy: 'Copy the weight files again: one is not whole.',
        });
      }
      // Copied, because a view must begin at a multiple of four.
      const values = new Float32Array(bytes.slice(offset, offset + length).buffer);
      offset += length;
      const [weight = '', layer = ''] = name.replace(/:\d+$/, '').split('/').reverse();
      return { layer, weight, shape, values };
    });
  });
}

function joined(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = paths.map((path) => {
    const part = files.get(path) ?? files.get(path.split('/').at(-1) ?? path);
    if (part !== undefined) return part;
    throw new AppError('badNetwork', `The weight file ${path} is missing`, {
      where: path,
      remedy: 'Choose model.json and the weight files beside it together.',
    });
  });
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** `depthwise_kernel` is our `kernel`, `moving_mean` our `movingMean`. */
function ownName(weight: string): string {
  const camel = weight.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return camel === 'depthwiseKernel' ? 'kernel' : camel;
}

/**
 * The weights of a tfjs layers model, in the network's order.
 * @param ids the layer of ours that each stored layer has become.
 * @throws AppError `badNetwork` where one is missing or has another shape.
 */
export function readWeights(
  manifest: WeightsManifest,
  files: ReadonlyMap<string, Uint8Array>,
  network: InferredNetwork,
  ids: ReadonlyMap<string, string>,
): ImportedWeight[] {
  const stored = new Map(
    readShards(manifest, files).map((entry) => [`${ids.get(entry.layer)}/${ownName(entry.weight)}`, entry]),
  );
  return network.layers.flatMap(({ id, weights }) =>
    weights.map(({ name, shape }) => {
      const found = stored.get(`${id}/${name}`);
      if (found === undefined || sizeOf(found.shape) !== sizeOf(shape)) {
        const what = found === undefined ? 'is not in the file' : `has the shape ${found.shape.join('×')}`;
        throw new AppError('badNetwork', `The weight ${id}/${name} of ${shape.join('×')} ${what}`, {
          where: id,
          remedy: 'Import the model without its weights.',
        });
      }
      return { name: `parameters/${id}/${name}`, shape, values: found.values };
    }),
  );
}
