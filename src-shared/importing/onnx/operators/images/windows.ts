import { samePads } from '../../../../ops/shapes';
import type { Pair } from '../../../../ops/shape';
import { arranged, reshaped } from '../../network/arranging';
import type { Drafts } from '../../network/drafts';
import type { Activation } from '../../network/values';
import type { NodeReader } from '../node';
import { Refusal } from '../../graph/model';

/** A window that slides over an image, as a node describes it. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Rows and columns around, as [top, left, bottom, right]; by name where the frameworks' own rule says how many. */
  readonly padding: readonly [number, number, number, number] | 'same' | 'valid';
}

/** @param size of the window, of one axis or two */
export function windowOf(reader: NodeReader, size: readonly number[]): Window {
  reader.require(
    size.length === 1 || size.length === 2,
    `its window has ${size.length} axes; here one or two are known`,
  );
  const pair = (list: readonly number[] | null, usual: number): Pair => {
    const [a = usual, b = usual] = list ?? [];
    return size.length === 1 ? [1, a] : [a, b];
  };
  const window = {
    size: pair(size, 1),
    strides: pair(reader.list('strides'), 1),
    dilations: pair(reader.list('dilations'), 1),
  };
  return { ...window, padding: paddingOf(reader, size.length) };
}

function paddingOf(reader: NodeReader, axes: number): Window['padding'] {
  const rule = reader.text('auto_pad', 'NOTSET');
  const pads = reader.list('pads') ?? [];
  if (rule === 'SAME_UPPER') return 'same';
  if (rule === 'VALID') return 'valid';
  reader.require(rule === 'NOTSET' || rule === '', `its auto_pad = ${rule} is not supported`);
  reader.require(pads.length === 0 || pads.length === 2 * axes, `its pads are ${pads.length} numbers`);
  reader.require(
    pads.every((pad) => pad >= 0),
    'it cuts off the edges (negative pads)',
  );
  const [a = 0, b = 0, c = 0, d = 0] = pads;
  return axes === 1 ? [0, a, 0, b] : [a, b, c, d];
}

/** The image with its height and width first; a sequence as an image of one row. */
export function imageOf(drafts: Drafts, x: Activation): Activation {
  if (x.axes.length === 3) return arranged(drafts, x, [1, 2, 0]);
  if (x.axes.length !== 2)
    throw new Refusal(`its input has ${x.axes.length + 1} axes, where three or four are needed`);
  const sequence = arranged(drafts, x, [1, 0]);
  return reshaped(drafts, sequence, [1, ...sequence.shape]);
}

/** How the graph sees an image of ours: channels first, and a sequence without its one row. */
export const seenAs = (rank: number) => (rank === 2 ? [[2], [1]] : [[2], [0], [1]]);

/** The window with padding by name, where the names mean the same rows and columns; null where they do not. */
export function paddingByName(image: Pair, window: Window): 'same' | 'valid' | null {
  const { padding } = window;
  if (typeof padding === 'string') return padding;
  if (padding.every((pad) => pad === 0)) return 'valid';
  return samePads(image, window).join() === padding.join() ? 'same' : null;
}

/** Rows and columns of zeros around the image. */
export function padded(drafts: Drafts, image: Activation, padding: Window['padding']): Activation {
  if (typeof padding === 'string') return image;
  const [top, left, bottom, right] = padding;
  return drafts.add(
    { kind: 'zeroPadding2d', parameters: { padding: [top, bottom, left, right] }, axes: image.axes },
    [image],
  );
}

/** Parameters of ours for two numbers: one where they are equal. */
export const pairOrNumber = ([a, b]: Pair) => (a === b ? a : [a, b]);
