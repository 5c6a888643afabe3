import * as many from '../many/shaping';
import type { Operation } from '../graph/trace';

/** Operations that move values without changing them. Derivatives as in array_grad.py. */

export const reshape: Operation = {
  type: 'Reshape',
  outputs: ['output'],
  batch: many.reshaped,
  gradient: ({ ops, gradient, input }) => [ops.reshape(gradient, input(0).shape), null],
};

/** A transposition's derivative is moved back by the inverse permutation. */
export const transpose: Operation = {
  type: 'Transpose',
  outputs: ['y'],
  batch: many.transposed,
  gradient: ({ ops, gradient, input }) => {
    const permutation = ops.valuesOf(input(1));
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    return [ops.transpose(gradient, inverse), null];
  },
};

/** Values, then the axis as a constant. */
export const concatenate: Operation = {
  type: 'ConcatV2',
  outputs: ['output'],
  batch: many.concatenated,
  gradient: ({ ops, node, gradient, output }) => {
    const parts = node.inputs.slice(0, -1);
    const axis = output.shape.findIndex((size, each) => parts.some((part) => part.shape[each] !== size));
    if (parts.length === 1 || axis < 0) return [gradient];
    let begin = 0;
    return parts.map(({ shape }) => {
      const size = shape[axis] ?? 0;
      begin += size;
      return ops.slice(gradient, axis, begin - size, size);
    });
  },
};

/** Tensor, begin, size; what was cut away has derivative 0. */
export const slice: Operation = {
  type: 'Slice',
  outputs: ['output'],
  batch: many.sliced,
  gradient: ({ ops, gradient, output, input }) => {
    const before = ops.valuesOf(input(1));
    const after = input(0).shape.map(
      (size, axis) => (size ?? 0) - (output.shape[axis] ?? 0) - (before[axis] ?? 0),
    );
    return [ops.pad(gradient, before, after), null, null];
  },
};

/** Tensor, sizes and axis: cut into pieces of those sizes along the axis. */
export const split: Operation = { type: 'SplitV', outputs: ['output'] };

/** Zeros, whose derivatives nobody asks for: what they surround is cut out again. */
export const pad: Operation = {
  type: 'Pad',
  outputs: ['output'],
  batch: many.padded,
  gradient: ({ ops, gradient, input }) => {
    const amounts = ops.valuesOf(input(1));
    const inner = input(0).shape.reduce((cut, size, axis) => {
      const before = amounts[2 * axis] ?? 0;
      const isPadded = before > 0 || (amounts[2 * axis + 1] ?? 0) > 0;
      return isPadded ? ops.slice(cut, axis, before, size ?? 0) : cut;
    }, gradient);
    return [inner, null];
  },
};
export const broadcastTo: Operation = { type: 'BroadcastTo', outputs: ['output'], batch: many.repeated };
export const oneHot: Operation = { type: 'OneHot', outputs: ['output'], batch: many.alongNewAxis };
export const pack: Operation = { type: 'Pack', outputs: ['output'], batch: many.packed };
/** Whole numbers from a first one to before a last one. */
export const range: Operation = { type: 'Range', outputs: ['output'] };
export const constant: Operation = { type: 'Const', outputs: ['output'] };
/** The number of values in a tensor. */
export const count: Operation = { type: 'Size', outputs: ['output'], batch: many.counted };
/** Sizes of a tensor's axes. */
export const shape: Operation = { type: 'Shape', outputs: ['output'], batch: many.sizesOfOne };
