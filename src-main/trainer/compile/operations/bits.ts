import type { Operation } from '../graph/trace';

/** Operations on the bits of integers, value by value; they have no derivative. */
export const and: Operation = { type: 'BitwiseAnd', outputs: ['z'] };
export const or: Operation = { type: 'BitwiseOr', outputs: ['z'] };
export const xor: Operation = { type: 'BitwiseXor', outputs: ['z'] };
export const rightShift: Operation = { type: 'RightShift', outputs: ['z'] };
/** The same bits as another type. */
export const bitcast: Operation = { type: 'Bitcast', outputs: ['output'] };
