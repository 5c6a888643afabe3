import { z } from 'zod';
import { AppError } from '../../errors';
import { formatPair, formatShape, type Pair, type Shape } from '../../ops/shape';
import { slidingOutput, type SlidingWindow } from '../../ops/shapes';

/** A size or step along both image axes, written as one number or as [vertical, horizontal]. */
export function pairSchema(largest = 1024) {
  const size = z.int().min(1).max(largest);
  return z.union([size, z.tuple([size, size])]);
}

export const paddingSchema = z.enum(['same', 'valid']);

const axesInWords: Readonly<Record<number, string>> = {
  1: 'one axis',
  2: 'two axes (length × channels)',
  3: 'an image of three axes (height × width × channels)',
};

/** @throws AppError where the input has another number of axes than the layer is made for. */
export function requireRank(title: string, input: Shape, rank: number): void {
  if (input.length === rank) return;
  throw new AppError(
    'badNetwork',
    `${title} expects ${axesInWords[rank] ?? `${rank} axes`}, gets ${formatShape(input)}`,
    {
      remedy: remedyForRank(input, rank),
    },
  );
}

function remedyForRank(input: Shape, rank: number): string {
  if (rank === 1) return 'Put a Flatten between.';
  if (input.length === 1) return `Put a Reshape to ${rank} axes between, or place it before the Flatten.`;
  return `Put a Reshape to ${rank} axes between.`;
}

/** @throws AppError where the input is not height × width × channels. */
export function requireImage(title: string, input: Shape): readonly [number, number, number] {
  requireRank(title, input, 3);
  const [height = 0, width = 0, channels = 0] = input;
  return [height, width, channels];
}

/**
 * Height and width after a window has slid over an image.
 * @throws AppError where the window is larger than the image.
 */
export function slide(title: string, image: Pair, window: SlidingWindow): Pair {
  const output = slidingOutput(image, window);
  if (output[0] >= 1 && output[1] >= 1) return output;
  throw new AppError(
    'badNetwork',
    `${title}: a window of ${formatPair(window.size)} does not fit into ${formatPair(image)}`,
    {
      remedy: 'Make the window smaller, set the padding to "same", or take out a pooling layer before it.',
    },
  );
}

/**
 * The convolution of every framework: with both larger than 1, TensorFlow refuses.
 * @throws AppError
 */
export function refuseStridedDilation(title: string, strides: Pair, dilations: Pair): void {
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1) {
    throw new AppError('badNetwork', `${title} cannot have strides and dilation above 1 together`, {
      remedy: 'Set the strides or the dilation to 1.',
    });
  }
}
