import type { Operation } from '../trace';

/** Resource variables: a handle by name, reading, setting, and rows of one by index. */
export const handle: Operation = { type: 'VarHandleOp', outputs: ['resource'] };
export const read: Operation = { type: 'ReadVariableOp', outputs: ['value'] };
export const assign: Operation = { type: 'AssignVariableOp', outputs: [] };
export const gatherRows: Operation = { type: 'ResourceGather', outputs: ['output'] };
