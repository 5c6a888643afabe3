import { fromFront } from '../../../../ops/shape';
import type { Activation } from '../../network/values';
import { asSeen } from '../../network/arranging';
import { viewedShape } from '../../network/views';
import { Refusal } from '../../graph/model';
import { takenAlong } from '../constants';
import type { NodeReader, Operator } from '../node';

/** Rows and columns of zeros. */
export const pad: Operator = (reader) => {
  const mode = reader.text('mode', 'constant');
  reader.require(mode === 'constant', `it repeats what is there (mode = ${mode}), and here are zeros`);
  const pads = reader.opset < 11 ? (reader.list('pads') ?? []) : known(reader, 1);
  const value = reader.opset < 11 ? reader.float('value', 0) : reader.number(2, 0);
  const x = reader.activation(0);
  const rank = x.axes.length + 1;
  const axes = reader.has(3)
    ? known(reader, 3).map((axis) => fromFront(axis, rank))
    : [...Array(rank).keys()];
  const half = pads.length / 2;
  reader.require(half === axes.length, `its pads are ${pads.length} numbers for ${axes.length} axes`);
  const sides = axes.map((axis, at) => ({ axis, before: pads[at] ?? 0, behind: pads[at + half] ?? 0 }));
  const wide = sides.filter(({ before, behind }) => before !== 0 || behind !== 0);
  if (wide.length === 0) return x;
  reader.require(value === 0, `it puts ${value} around, and here are zeros`);
  reader.require(
    wide.every(({ before, behind }) => before >= 0 && behind >= 0),
    'it cuts off the edges',
  );
  return edged(reader, 'zeroPadding2d', x, wide);
};

/** Rows and columns cut off, or a part of a constant. */
export const slice: Operator = (reader) => {
  const list = (name: string, index: number) => {
    if (reader.opset < 10) return reader.list(name);
    return reader.has(index) ? known(reader, index) : null;
  };
  const [starts, ends] = [list('starts', 1) ?? [], list('ends', 2) ?? []];
  const told = list('axes', 3) ?? starts.map((_, at) => at);
  const steps = reader.opset >= 10 && reader.has(4) ? known(reader, 4) : starts.map(() => 1);
  const value = reader.value(0);
  if (value.kind === 'constant') {
    return told.reduce((part, axis, at) => {
      const from = fromFront(axis, part.tensor.dims.length);
      const size = part.tensor.dims[from] ?? 1;
      return takenAlong(part.tensor, from, placesOf(size, starts[at] ?? 0, ends[at] ?? size, steps[at] ?? 1));
    }, value);
  }
  reader.require(
    steps.every((step) => step === 1),
    'it takes every second value or fewer (steps)',
  );
  const x = reader.activation(0);
  const sizes = [1, ...viewedShape(x.shape, x.axes)];
  const axes = told.map((axis) => fromFront(axis, sizes.length));
  const sides = axes.map((axis, at) => {
    const size = sizes[axis] ?? 1;
    const within = (place: number) => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
    return { axis, before: within(starts[at] ?? 0), behind: size - within(ends[at] ?? size) };
  });
  const cut = sides.filter(({ before, behind }) => before !== 0 || behind !== 0);
  return cut.length === 0 ? x : edged(reader, 'cropping2d', x, cut);
};

/** As Python's slices: a negative place counts from the end, and what is beyond is as far as it goes. */
function placesOf(size: number, start: number, end: number, step: number): number[] {
  if (step === 0) throw new Refusal('it goes in steps of 0');
  const bounded = (place: number) =>
    Math.min(Math.max(place < 0 ? place + size : place, step < 0 ? -1 : 0), step < 0 ? size - 1 : size);
  const [from, to] = [bounded(start), bounded(end)];
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, at) => from + at * step);
}

interface Side {
  /** Of the graph's, the examples first. */
  readonly axis: number;
  readonly before: number;
  readonly behind: number;
}

function edged(
  reader: NodeReader,
  kind: 'zeroPadding2d' | 'cropping2d',
  given: Activation,
  sides: readonly Side[],
): Activation {
  const isWhole = given.axes.every((group) => group.length <= 1);
  const x = isWhole ? given : asSeen(reader.drafts, given);
  const edges = [0, 0, 0, 0];
  for (const { axis, before, behind } of sides) {
    const [ours] = x.axes[axis - 1] ?? [];
    const isPlace = x.shape.length === 3 && (ours === 0 || ours === 1);
    reader.require(
      axis > 0 && isPlace,
      `it works along axis ${axis}; here along height and width of an image`,
    );
    edges[2 * (ours ?? 0)] = before;
    edges[2 * (ours ?? 0) + 1] = behind;
  }
  const parameters = kind === 'zeroPadding2d' ? { padding: edges } : { cropping: edges };
  return reader.drafts.add({ kind, parameters, name: reader.layerName(kind), axes: x.axes }, [x]);
}

function known(reader: NodeReader, index: number): number[] {
  return reader.integers(index).map((value) => {
    reader.require(value !== null, 'it goes by the number of examples');
    return value ?? 0;
  });
}
