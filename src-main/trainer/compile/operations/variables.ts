import { assigned, readRows, wholly } from '../many/variables';
import type { Operation } from '../graph/trace';

/** Resource variables: a handle by name, reading, setting, and rows of one by index. */
export const handle: Operation = { type: 'VarHandleOp', outputs: ['resource'] };
export const read: Operation = { type: 'ReadVariableOp', outputs: ['value'], batch: wholly };
export const assign: Operation = { type: 'AssignVariableOp', outputs: [], batch: assigned };
export const gatherRows: Operation = { type: 'ResourceGather', outputs: ['output'], batch: readRows };
/** Replaces rows of a variable: handle, indices, rows. */
export const replaceRows: Operation = { type: 'ResourceScatterUpdate', outputs: [] };
