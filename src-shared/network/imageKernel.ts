import type { LayerId } from '../ids';
import { sizeOf, type Shape } from '../ops/shape';
import type { InferredLayer, InferredNetwork } from './inference';

/** The weights of a layer that sees an image itself. */
export interface ImageKernel {
  readonly layer: LayerId;
  readonly units: number;
  /** Images that each unit has, side by side: one, or those of its pieces. */
  readonly pieces: number;
  /** height × width × channels of what an image of weights looks at: all of the input, a window of it, or one channel of that. */
  readonly shape: Shape;
}

/**
 * The first layer whose weights lie on an image, gray or in colors: a dense one over all of it, a
 * maxout, or a convolution. Between it and the input there may be layers that keep pixels as pixels.
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

function kernelOver(layer: InferredLayer, seen: Shape): ImageKernel | null {
  const { id, weights, outputShape } = layer;
  const kernel = weights.find(({ name }) => name === 'kernel')?.shape;
  const units = outputShape.at(-1);
  if (kernel === undefined || units === undefined) return null;
  const { columns, shape } = seenBy(layer, kernel, seen);
  const pieces = layer.definition.traits?.hasPieces === true ? columns / units : 1;
  const isWhole = columns === units * pieces && sizeOf(kernel) === sizeOf(shape) * columns;
  return isImage(shape) && isWhole ? { layer: id, units, pieces, shape } : null;
}

/** How a kernel is cut into images: its last axes are columns, and what comes before is what each of them looks at. */
function seenBy({ definition: { traits } }: InferredLayer, kernel: Shape, seen: Shape) {
  if (kernel.length === 2) return { columns: kernel.at(-1) ?? 0, shape: seen };
  // Each channel has filters of its own, which stand side by side as their outputs do.
  if (traits?.affine === 'learnedByChannel') {
    return { columns: sizeOf(kernel.slice(-2)), shape: [...kernel.slice(0, -2), 1] };
  }
  return { columns: kernel.at(-1) ?? 0, shape: kernel.slice(0, -1) };
}
