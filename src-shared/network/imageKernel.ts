import type { LayerId } from '../ids';
import { sizeOf, type Shape } from '../ops/shape';
import type { InferredLayer, InferredNetwork } from './inference';

/** The weights of a layer that sees an image itself. */
export interface ImageKernel {
  readonly layer: LayerId;
  readonly units: number;
  /** height × width × channels of what each unit's weights look at: all of the image, or a window of it. */
  readonly shape: Shape;
}

/**
 * The first layer whose weights lie on an image, gray or in colors: a dense one over all of it, or a convolution. Between
 * it and the input there may be layers that keep pixels as pixels.
 * @param inputShape of one example; the network may take it as a row of values
 * @returns null where the input is no image, or the first layer that learns has no such weights
 */
export function imageKernelOf({ layers, inputId }: InferredNetwork, inputShape: Shape): ImageKernel | null {
  /** What each layer that hands the input's values on gives: the image where it is one. */
  const handedOn = new Map<LayerId, Shape>();
  for (const layer of layers) {
    const [from] = layer.from;
    const seen = layer.id === inputId ? inputShape : from && handedOn.get(from);
    if (seen === undefined || layer.from.length > 1) continue;
    if (layer.id === inputId || keepsPixels(layer)) {
      handedOn.set(layer.id, imageOf(layer.outputShape, seen) ?? layer.outputShape);
    } else {
      const kernel = kernelOver(layer, seen);
      if (kernel !== null) return kernel;
    }
  }
  return null;
}

function keepsPixels({ definition: { traits } }: InferredLayer): boolean {
  return traits?.passesThrough === true || traits?.affine === 'fixed';
}

const isImage = ([, , channels, ...rest]: Shape): boolean =>
  rest.length === 0 && (channels === 1 || channels === 3);

/** An image that is laid out in a row is still one. */
function imageOf(shape: Shape, seen: Shape): Shape | null {
  if (isImage(shape)) return shape;
  return isImage(seen) && shape.length === 1 && shape[0] === sizeOf(seen) ? seen : null;
}

function kernelOver({ id, weights, outputShape }: InferredLayer, seen: Shape): ImageKernel | null {
  const kernel = weights.find(({ name }) => name === 'kernel')?.shape;
  const units = kernel?.at(-1);
  if (kernel === undefined || units === undefined || units !== outputShape.at(-1)) return null;
  const shape = kernel.length === 2 ? seen : kernel.slice(0, -1);
  return isImage(shape) && sizeOf(kernel) === sizeOf(shape) * units ? { layer: id, units, shape } : null;
}
