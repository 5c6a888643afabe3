import { sizeOf } from '@shared/ops/shape';
import type { Augmentation, Fill } from '@shared/training/augmentations';
import type { Cover, MixedWith, Numbers, PointMap } from '@shared/training/augmentations/augmentation';
import {
  brightestByte,
  drawChanges,
  grayWeights,
  type ImageChanges,
} from '@shared/training/augmentations/changes';
import type { GraphOps } from '../ops/graphOps';
import { cos, floor, sin } from '../operations/elementwise';
import { projectiveTransform } from '../operations/images';
import type { GraphTensor } from '../graph/trace';

/** One number for each image of the batch: [batch, 1]. */
function numbersOf(ops: GraphOps, images: GraphTensor): Numbers<GraphTensor> {
  return {
    constant: (value) => ops.constant([value], [1, 1]),
    draw: (stream) => ops.reshape(ops.randomUniform(images, { stream }, [1, 2, 3]), [null, 1]),
    add: ops.add,
    subtract: ops.subtract,
    multiply: ops.multiply,
    divide: ops.divide,
    floor: (x) => ops.apply(floor, [x], x),
    sin: (x) => ops.apply(sin, [x], x),
    cos: (x) => ops.apply(cos, [x], x),
  };
}

/** The random changes of one step's images; null where none are wanted. */
export function changesOf(
  ops: GraphOps,
  stored: GraphTensor,
  augmentation: Augmentation | undefined,
): ImageChanges<GraphTensor> | null {
  const [, height, width] = stored.shape;
  if (augmentation === undefined || stored.shape.length !== 4) return null;
  return drawChanges(numbersOf(ops, stored), augmentation, { height: height ?? 0, width: width ?? 0 });
}

/** Mixes the colors of images before they are scaled. */
export function mixColors(
  ops: GraphOps,
  stored: GraphTensor,
  { colors }: ImageChanges<GraphTensor>,
): GraphTensor {
  const mixed = colors.reduce(
    (images, { mixedWith, factor }) => {
      const share = ops.reshape(factor, [null, 1, 1, 1]);
      const kept = ops.multiply(images, share);
      const other = otherColor(ops, images, mixedWith);
      const sum =
        other === null ? kept : ops.add(kept, ops.multiply(other, ops.subtract(ops.constant(1), share)));
      return stored.dtype === 'uint8' ? clipToByte(ops, sum) : sum;
    },
    ops.cast(stored, 'float32'),
  );
  return mixed;
}

function otherColor(ops: GraphOps, images: GraphTensor, mixedWith: MixedWith): GraphTensor | null {
  if (mixedWith === 'black') return null;
  const weighed = ops.multiply(images, ops.constant(grayWeights(images.shape[3] ?? 1)));
  const gray = ops.sum(weighed, [3], true);
  return mixedWith === 'gray' ? gray : ops.mean(gray, [1, 2], true);
}

function clipToByte(ops: GraphOps, colors: GraphTensor): GraphTensor {
  return ops.minimum(ops.maximum(colors, ops.constant(0)), ops.constant(brightestByte));
}

/** Moves and hides pixels of scaled images. */
export function moveAndHide(
  ops: GraphOps,
  scaled: GraphTensor,
  { move, covers }: ImageChanges<GraphTensor>,
): GraphTensor {
  const moved = move === null ? scaled : resample(ops, scaled, move);
  return covers.reduce((images, cover) => hide(ops, images, cover), moved);
}

const fillModes: Readonly<Record<Fill, string>> = {
  zero: 'CONSTANT',
  edge: 'NEAREST',
  reflect: 'REFLECT',
};

function resample(
  ops: GraphOps,
  images: GraphTensor,
  { map, isWhole, fill }: NonNullable<ImageChanges<GraphTensor>['move']>,
): GraphTensor {
  const [, height, width] = images.shape;
  const transforms = rowsOf(ops, images, map);
  return ops.apply(
    projectiveTransform,
    [images, transforms, ops.integers([height ?? 0, width ?? 0]), ops.constant(0)],
    images,
    {
      dtype: { type: 'float32' },
      interpolation: { string: isWhole ? 'NEAREST' : 'BILINEAR' },
      fill_mode: { string: fillModes[fill] },
    },
  );
}

/** The maps as the operation takes them, [batch, 8]: of a projection, whose last two numbers are 0 here. */
function rowsOf(ops: GraphOps, images: GraphTensor, map: PointMap<GraphTensor>): GraphTensor {
  const none = ops.constant([0], [1, 1]);
  const columns = [map.xx, map.xy, map.x0, map.yx, map.yy, map.y0, none, none];
  const [batch = null] = images.shape;
  const like: GraphTensor = { ...none, shape: [batch, 1] };
  return ops.concatenate(
    columns.map((column) => ops.broadcast(column, like)),
    1,
  );
}

/** Makes a square of each image 0. */
function hide(ops: GraphOps, images: GraphTensor, { top, left, side }: Cover<GraphTensor>): GraphTensor {
  const [, height, width] = images.shape;
  const rows = within(ops, top, side, [1, height ?? 0, 1, 1]);
  const columns = within(ops, left, side, [1, 1, width ?? 0, 1]);
  const hidden = ops.multiply(rows, columns);
  return ops.choose(ops.greater(hidden, ops.constant(0)), ops.constant(0), images);
}

/** 1 where a place along an axis lies within `side` from `start` on, and 0 elsewhere. */
function within(ops: GraphOps, start: GraphTensor, side: number, shape: readonly number[]): GraphTensor {
  const places = ops.constant([...Array(sizeOf(shape)).keys()], shape);
  const middle = ops.add(ops.reshape(start, [null, 1, 1, 1]), ops.constant((side - 1) / 2));
  const distance = ops.abs(ops.subtract(places, middle));
  return ops.cast(ops.less(distance, ops.constant(side / 2)), 'float32');
}
