import { slidingOutput } from '../../../../ops/shapes';
import { fromFront, type Pair } from '../../../../ops/shape';
import type { Activation } from '../../network/values';
import { Refusal } from '../../graph/model';
import type { NodeReader, Operator } from '../node';
import { imageOf, padded, paddingByName, pairOrNumber, seenAs, windowOf, type Window } from './windows';

export const maxPool: Operator = (reader) => {
  // The order of the indices, which are a second output.
  reader.integer('storage_order', 0);
  const { image, window, rank } = slid(reader);
  reader.require(
    window.dilations.every((dilation) => dilation === 1),
    'its window has gaps (dilations)',
  );
  const byName = paddingByName(sizesOf(image), window);
  if (byName !== null) return pool(reader, 'maxPool2d', image, { ...window, padding: byName }, rank);
  const { isNonNegative } = reader.drafts.of(image);
  reader.require(
    isNonNegative,
    'its pads are neither "same" nor none, and zeros in their place could be larger than what is there',
  );
  return pool(
    reader,
    'maxPool2d',
    padded(reader.drafts, image, window.padding),
    { ...window, padding: 'valid' },
    rank,
  );
};

export const averagePool: Operator = (reader) => {
  const countsPads = reader.integer('count_include_pad', 0) === 1;
  const { image, window, rank, isCeiled } = slid(reader);
  reader.require(
    window.dilations.every((dilation) => dilation === 1),
    'its window has gaps (dilations)',
  );
  const byName = paddingByName(sizesOf(image), window);
  const isPadded = byName !== 'valid' && !reachesNowhere(window);
  if (!isPadded || (byName !== null && !countsPads)) {
    return pool(reader, 'averagePool2d', image, { ...window, padding: byName ?? 'valid' }, rank);
  }
  reader.require(
    countsPads && !isCeiled && typeof window.padding !== 'string',
    'its means leave out pads that are not those of "same"',
  );
  const around = padded(reader.drafts, image, window.padding);
  return pool(reader, 'averagePool2d', around, { ...window, padding: 'valid' }, rank);
};

export const globalPool =
  (kind: 'globalAveragePool2d' | 'globalMaxPool2d'): Operator =>
  (reader) => {
    const x = reader.activation(0);
    const axes = x.axes.map((_, axis) => (axis === 0 ? [0] : []));
    return reader.drafts.add({ kind, axes, name: reader.layerName(kind) }, [imageOf(reader.drafts, x)]);
  };

/** The mean or the largest over all places of an image. */
export const reduced =
  (kind: 'globalAveragePool2d' | 'globalMaxPool2d'): Operator =>
  (reader) => {
    const keepsAxes = reader.integer('keepdims', 1) === 1;
    const isNothing = reader.integer('noop_with_empty_axes', 0) === 1;
    const x = reader.activation(0);
    const rank = x.axes.length + 1;
    const list = reader.listOrInput('axes', 1) ?? [];
    const axes = list.map((axis) => fromFront(axis, rank)).sort((a, b) => a - b);
    if (isNothing && axes.length === 0) return x;
    const channel = [...x.axes.keys()].find((axis) => !axes.includes(axis + 1));
    reader.require(
      (rank === 4 || rank === 3) && channel !== undefined && axes.length === rank - 2 && !axes.includes(0),
      `it goes over the axes ${axes.join(', ') || 'that are all'}; here over all places of an image`,
    );
    const places = [...x.axes.keys()].filter((axis) => axis !== channel);
    const turned = { ...x, axes: [channel ?? 0, ...places].map((axis) => x.axes[axis] ?? []) };
    const pooled = x.axes.flatMap((_, axis) => (axis === channel ? [[0]] : keepsAxes ? [[]] : []));
    return reader.drafts.add({ kind, axes: pooled, name: reader.layerName(kind) }, [
      imageOf(reader.drafts, turned),
    ]);
  };

const sizesOf = ({ shape: [height = 1, width = 1] }: Activation): Pair => [height, width];

const reachesNowhere = ({ padding }: Window): boolean =>
  typeof padding !== 'string' && padding.every((pad) => pad === 0);

/** What a pool slides over, with the rows and columns that rounding up adds. */
function slid(reader: NodeReader) {
  const rank = (reader.list('kernel_shape') ?? []).length;
  const given = windowOf(reader, reader.list('kernel_shape') ?? []);
  const roundsUp = reader.integer('ceil_mode', 0) === 1;
  const x = reader.activation(0);
  reader.require(x.axes.length === rank + 1, `its input has ${x.axes.length + 1} axes, its window ${rank}`);
  const image = imageOf(reader.drafts, x);
  const window = roundsUp ? roundedUp(sizesOf(image), given) : given;
  return { image, window, rank: x.axes.length, isCeiled: window !== given };
}

/** The same window where rounding up changes nothing; otherwise with as many more rows and columns at the end. */
function roundedUp(image: Pair, window: Window): Window {
  const { padding, size, strides } = window;
  if (typeof padding === 'string') return window;
  const [top, left, bottom, right] = padding;
  const whole: Pair = [image[0] + top + bottom, image[1] + left + right];
  const more = ([0, 1] as const).map((axis) => {
    const rest = (whole[axis] - size[axis]) % strides[axis];
    return rest === 0 ? 0 : strides[axis] - rest;
  });
  const [down = 0, across = 0] = more;
  if (down === 0 && across === 0) return window;
  const [rows] = slidingOutput([whole[0] + down, 1], { ...window, size: [size[0], 1], padding: 'valid' });
  const [, columns] = slidingOutput([1, whole[1] + across], {
    ...window,
    size: [1, size[1]],
    padding: 'valid',
  });
  // A window that would begin beyond the image is left out.
  if ((rows - 1) * strides[0] >= image[0] + top || (columns - 1) * strides[1] >= image[1] + left) {
    throw new Refusal('its rounding up (ceil_mode) begins a window beyond the image');
  }
  return { ...window, padding: [top, left, bottom + down, right + across] };
}

function pool(
  reader: NodeReader,
  kind: 'maxPool2d' | 'averagePool2d',
  image: Activation,
  { size, strides, padding }: Window & { readonly padding: 'same' | 'valid' },
  rank: number,
): Activation {
  const isPlain = size.join() === strides.join();
  return reader.drafts.add(
    {
      kind,
      name: reader.layerName(kind),
      parameters: {
        poolSize: pairOrNumber(size),
        ...(isPlain ? {} : { strides: pairOrNumber(strides) }),
        padding,
      },
      axes: seenAs(rank),
    },
    [image],
  );
}
