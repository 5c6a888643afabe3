import type { ResolvedTraining } from '@shared/training/resolve';
import { sessionStreams } from '../../session/randomKey';
import type { GraphOps } from '../ops/graphOps';
import { floor } from '../operations/elementwise';
import { gather } from '../operations/control';
import { reverse } from '../operations/shaping';
import type { GraphTensor } from '../graph/trace';

type Augmentation = ResolvedTraining['config']['augmentation'];

/** Random changes to a batch of scaled images, drawn anew for each example and step; other inputs stay as they are. */
export function augment(ops: GraphOps, images: GraphTensor, augmentation: Augmentation): GraphTensor {
  if (augmentation === undefined || images.shape.length !== 4) return images;
  const flipped = augmentation.flipHorizontally ? flipHalf(ops, images) : images;
  return augmentation.shift === 0 ? flipped : shift(ops, flipped, augmentation.shift);
}

/** Mirrors each image left to right with probability ½. */
function flipHalf(ops: GraphOps, images: GraphTensor): GraphTensor {
  const draw = ops.randomUniform(images, { stream: sessionStreams.flip }, [1, 2, 3]);
  const attributes = { T: { type: 'float32' }, Tidx: { type: 'int32' } } as const;
  const mirrored = ops.apply(reverse, [images, ops.integers([2])], images, attributes);
  return ops.choose(ops.less(draw, ops.constant(0.5)), mirrored, images);
}

/** Moves each image by up to `pixels` each way; what comes in from outside is 0, after scaling. */
function shift(ops: GraphOps, images: GraphTensor, pixels: number): GraphTensor {
  const around = [0, pixels, pixels, 0];
  const padded = ops.pad(images, around, around);
  const [, height, width] = images.shape;
  const rows = shiftAxis(ops, padded, 1, height ?? 0, pixels, sessionStreams.verticalShift);
  return shiftAxis(ops, rows, 2, width ?? 0, pixels, sessionStreams.horizontalShift);
}

/** Cuts `size` neighbors out of an axis of each image, from a random start in [0, 2·pixels]. */
function shiftAxis(
  ops: GraphOps,
  padded: GraphTensor,
  axis: 1 | 2,
  size: number,
  pixels: number,
  stream: number,
): GraphTensor {
  const draw = ops.reshape(ops.randomUniform(padded, { stream }, [1, 2, 3]), [null, 1]);
  const scaled = ops.multiply(draw, ops.constant(2 * pixels + 1));
  const start = ops.cast(ops.apply(floor, [scaled], scaled), 'int32');
  const places = ops.add(start, ops.integers(Array.from({ length: size }, (_, place) => place)));
  const shape = padded.shape.map((whole, each) => (each === axis ? size : whole));
  return ops.apply(
    gather,
    [padded, places, ops.integer(axis)],
    { dtype: 'float32', shape },
    {
      Tparams: { type: 'float32' },
      Tindices: { type: 'int32' },
      Taxis: { type: 'int32' },
      batch_dims: { int: 1 },
    },
  );
}
