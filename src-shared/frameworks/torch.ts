import { toPair, type Pair, type PairOrNumber, type Shape } from '../ops/shape';
import type { Padding } from '../ops/ops';
import { writeValue } from './values';

/** Channels to the end, as ours are; `rank` counts the axes without the batch. */
export function channelsLast(value: string, rank: number): string {
  return rank < 2 ? value : `${value}.movedim(1, -1)`;
}

export function channelsFirst(value: string, rank: number): string {
  return rank < 2 ? value : `${value}.movedim(-1, 1)`;
}

/** PyTorch's number for an axis of ours, counted from 0 without the batch. */
export function torchAxis(axis: number, rank: number): number {
  if (rank < 2) return axis + 1;
  return axis === rank - 1 ? 1 : axis + 2;
}

/** The sizes of one example's axes in PyTorch's order. */
export function torchShape(shape: Shape): number[] {
  return shape.length < 2 ? [...shape] : [shape.at(-1) ?? 1, ...shape.slice(0, -1)];
}

/** One value a channel, so that it broadcasts over the axes behind: `(16, 1, 1)`. */
export function channelShape(shape: Shape): string {
  const [channels = 1, ...others] = torchShape(shape);
  return [channels, ...others.map(() => 1)].join(', ');
}

export function writePair(value: PairOrNumber): string {
  const [vertical, horizontal] = toPair(value);
  return vertical === horizontal ? String(vertical) : `(${vertical}, ${horizontal})`;
}

interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations?: Pair;
}

/** Zeros before and behind along each axis. */
export interface Pads {
  readonly before: Pair;
  readonly after: Pair;
}

/**
 * What TensorFlow's "same" adds: as much as ⌈n/s⌉ steps need, the odd one behind.
 * Source: TensorFlow, tf.nn.convolution, "Notes on padding".
 */
export function padsOf(image: Pair, { size, strides, padding, dilations = [1, 1] }: Window): Pads {
  const total = (axis: 0 | 1): number => {
    if (padding === 'valid') return 0;
    const steps = Math.ceil(image[axis] / strides[axis]);
    const extent = (size[axis] - 1) * dilations[axis] + 1;
    return Math.max((steps - 1) * strides[axis] + extent - image[axis], 0);
  };
  const totals: Pair = [total(0), total(1)];
  const before: Pair = [Math.floor(totals[0] / 2), Math.floor(totals[1] / 2)];
  return { before, after: [totals[0] - before[0], totals[1] - before[1]] };
}

export function isSymmetric({ before, after }: Pads): boolean {
  return before[0] === after[0] && before[1] === after[1];
}

export function hasNone({ after }: Pads): boolean {
  return after[0] === 0 && after[1] === 0;
}

/** `F.pad` takes the last axis first. */
export function padImage(value: string, { before, after }: Pads, filler?: string): string {
  const sides = writeValue([before[1], after[1], before[0], after[0]], 'python');
  return `F.pad(${value}, ${sides}${filler === undefined ? '' : `, value=${filler}`})`;
}

/** The keyword arguments that are not PyTorch's own defaults, each with a comma before it. */
export function unusual(
  options: Readonly<Record<string, readonly [written: string, usual: string]>>,
): string {
  return Object.entries(options)
    .filter(([, [written, usual]]) => written !== usual)
    .map(([name, [written]]) => `, ${name}=${written}`)
    .join('');
}

interface Convolution {
  readonly module: 'nn.Conv1d' | 'nn.Conv2d';
  readonly channels: readonly [number, number];
  readonly image: Pair;
  readonly window: Required<Window>;
  readonly groups: number;
  readonly useBias: boolean;
}

/** A convolution's constructor, and its forward pass with the padding that PyTorch does not do by itself. */
export function torchConvolution({ module, channels, image, window, groups, useBias }: Convolution) {
  const { size, strides, dilations } = window;
  const pads = padsOf(image, window);
  const flat = module === 'nn.Conv1d';
  const write = (value: Pair): string => (flat ? String(value[1]) : writePair(value));
  const built = isSymmetric(pads);
  const constructor = `${module}(${channels[0]}, ${channels[1]}, ${write(size)}${unusual({
    stride: [write(strides), '1'],
    padding: [built ? write(pads.before) : '0', '0'],
    dilation: [write(dilations), '1'],
    groups: [String(groups), '1'],
    bias: [useBias ? 'True' : 'False', 'True'],
  })})`;
  const pad = (value: string): string =>
    flat ? `F.pad(${value}, (${pads.before[1]}, ${pads.after[1]}))` : padImage(value, pads);
  const forward = ([x = '']: readonly string[], self: string): string => `${self}(${built ? x : pad(x)})`;
  return { attributes: { '': constructor }, forward };
}

/** A layer that is a module without weights. */
export function torchModule(constructor: string) {
  return {
    attributes: { '': constructor },
    forward: ([x = '']: readonly string[], self: string): string => `${self}(${x})`,
  };
}
