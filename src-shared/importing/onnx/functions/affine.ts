import type { Draft, Drafts } from '../network/drafts';
import type { Activation } from '../network/values';

/** One number for all values, or one for each channel. */
export type Numbers = number | Float32Array;

const takingBias = ['dense', 'conv1d', 'conv2d', 'depthwiseConv2d'];

/**
 * scale·x + offset: as part of the layer before, which has a bias, a scale or an offset for it, or as a layer of its own
 * that keeps both as they are.
 */
export function affine(drafts: Drafts, x: Activation, scale: Numbers, offset: Numbers): Activation {
  if (scale === 1 && offset === 0) return x;
  const draft = drafts.of(x);
  const channels = x.shape.at(-1) ?? 1;
  if (!draft.isShared) {
    const taken = takenIn(draft, channels, scale, offset);
    if (taken !== null) return drafts.change(x, taken.parameters, taken.weights);
  }

  drafts.remarks.add(
    'Numbers that the graph multiplies by or adds are fixed here: training leaves them as they are.',
  );
  return drafts.add(
    { kind: 'rescaling', parameters: { scale: plain(scale), offset: plain(offset) }, axes: x.axes },
    [x],
  );
}

interface Taken {
  readonly parameters: Record<string, unknown>;
  readonly weights: Record<string, Float32Array>;
}

function takenIn(
  { kind, parameters }: Draft,
  channels: number,
  scale: Numbers,
  offset: Numbers,
): Taken | null {
  if (takingBias.includes(kind) && parameters['useBias'] === false && scale === 1) {
    return { parameters: { useBias: true }, weights: { bias: oneEach(offset, channels) } };
  }
  if (kind === 'layerNormalization' && parameters['center'] === false) {
    if (parameters['scale'] === false && offset === 0) {
      return { parameters: { scale: true }, weights: { gamma: oneEach(scale, channels) } };
    }
    if (scale === 1) return { parameters: { center: true }, weights: { beta: oneEach(offset, channels) } };
  }
  if (kind !== 'rescaling') return null;
  const before = { scale: numbersIn(parameters['scale']), offset: numbersIn(parameters['offset']) };
  const times = (a: Numbers, b: Numbers) => each(a, b, (x, y) => x * y);
  return {
    parameters: {
      scale: plain(times(before.scale, scale)),
      offset: plain(each(times(before.offset, scale), offset, (x, y) => x + y)),
    },
    weights: {},
  };
}

const oneEach = (numbers: Numbers, count: number): Float32Array =>
  typeof numbers === 'number' ? new Float32Array(count).fill(numbers) : numbers;

const plain = (numbers: Numbers): number | number[] => (typeof numbers === 'number' ? numbers : [...numbers]);

const numbersIn = (stored: unknown): Numbers =>
  typeof stored === 'number' ? stored : Float32Array.from(stored as number[]);

function each(a: Numbers, b: Numbers, join: (x: number, y: number) => number): Numbers {
  if (typeof a === 'number') return typeof b === 'number' ? join(a, b) : b.map((y) => join(a, y));
  return a.map((x, at) => join(x, typeof b === 'number' ? b : (b[at] ?? 0)));
}
