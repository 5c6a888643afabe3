import type { ConvolutionOptions } from '@shared/ops/ops';
import { samePads } from '@shared/ops/shapes';
import type { GraphOps } from './graphOps';
import { batchToSpace, dealing, spaceToBatch } from '../operations/convolution';
import { windowedShape } from '../graph/shapes';
import type { GraphTensor } from '../graph/trace';

type Convolve = (x: GraphTensor, filter: GraphTensor, options: ConvolutionOptions) => GraphTensor;

/** How an image is dealt out along one of its axes. */
interface Dealing {
  /** Images it becomes: every n-th pixel goes into the same one. */
  readonly count: number;
  /** Zeros before the first pixel. */
  readonly before: number;
  /** Zeros behind the last pixel that the kernel looks at. */
  readonly after: number;
  /** More of them, so that all images become equally long; what comes of these is cut off. */
  readonly surplus: number;
  /** The taps of the kernel that ever lie on a pixel. */
  readonly taps: { readonly first: number; readonly count: number };
}

export function isDilated({ dilations }: ConvolutionOptions): boolean {
  return dilations.some((dilation) => dilation !== 1);
}

/**
 * A dilated convolution by an ordinary one. A kernel with taps n apart sees only every n-th pixel: the image is dealt out
 * into n·n smaller ones, each is convolved with the kernel as it is, and what comes of them is put together again. As
 * TensorFlow's `with_space_to_batch`.
 * @param convolve is asked without padding, in steps of 1, undilated
 */
export function dealtOut(
  ops: GraphOps,
  x: GraphTensor,
  filter: GraphTensor,
  options: ConvolutionOptions,
  convolve: Convolve,
): GraphTensor {
  if (options.strides.some((stride) => stride !== 1)) {
    throw new Error('a convolution has strides or dilation, not both');
  }
  const [rows, columns] = dealings(x, filter, options);
  const pixels = (axis: number, { count, before, after, surplus }: Dealing) =>
    (before + (x.shape[axis] ?? 0) + after + surplus) / count;
  const counts = ops.integers([rows.count, columns.count]);
  const around = [rows, columns].flatMap(({ before, after, surplus }) => [before, after + surplus]);
  const images = ops.apply(
    spaceToBatch,
    [x, counts, ops.integers(around, [2, 2])],
    { dtype: x.dtype, shape: [null, pixels(1, rows), pixels(2, columns), x.shape[3] ?? null] },
    dealing('Tpaddings'),
  );
  const seeing = ops.slice(
    ops.slice(filter, 0, rows.taps.first, rows.taps.count),
    1,
    columns.taps.first,
    columns.taps.count,
  );
  const sums = convolve(images, seeing, { strides: [1, 1], padding: 'valid', dilations: [1, 1] });
  const size = [filter.shape[0] ?? 0, filter.shape[1] ?? 0] as const;
  return ops.apply(
    batchToSpace,
    [sums, counts, ops.integers([0, rows.surplus, 0, columns.surplus], [2, 2])],
    { dtype: x.dtype, shape: windowedShape(x.shape, { ...options, size }, sums.shape[3] ?? 0) },
    dealing('Tcrops'),
  );
}

function dealings(
  x: GraphTensor,
  filter: GraphTensor,
  { strides, padding, dilations }: ConvolutionOptions,
): [Dealing, Dealing] {
  const image = [x.shape[1] ?? 0, x.shape[2] ?? 0] as const;
  const size = [filter.shape[0] ?? 0, filter.shape[1] ?? 0] as const;
  const [top, left] = padding === 'same' ? samePads(image, { size, strides, dilations }) : [0, 0];
  const along = (axis: 0 | 1, before: number) =>
    dealingOf(image[axis], size[axis], dilations[axis], before, padding === 'same');
  return [along(0, top), along(1, left)];
}

/**
 * Taps that lie outside the image whichever pixel the kernel stands on add nothing. Without them the images stay within
 * a few times the size of the whole, however far apart the taps are.
 */
function dealingOf(
  length: number,
  size: number,
  dilation: number,
  before: number,
  isPadded: boolean,
): Dealing {
  const all = Array.from({ length: size }, (_, tap) => tap);
  const onImage = all.filter((tap) => Math.abs(tap * dilation - before) < length);
  const taps = isPadded && onImage.length > 0 ? onImage : all;
  const first = taps[0] ?? 0;
  const ahead = before - first * dilation;
  const reach = (taps.length - 1) * dilation;
  const after = isPadded ? reach - ahead : 0;
  const count = taps.length === 1 ? 1 : dilation;
  const surplus = (count - ((ahead + length + after) % count)) % count;
  return { count, before: ahead, after, surplus, taps: { first, count: taps.length } };
}
