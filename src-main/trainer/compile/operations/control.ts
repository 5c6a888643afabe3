import type { Operation } from '../graph/trace';
import { gathered } from '../many/batching';

/** Calls of other functions, and what crosses the border of the session. */
export const placeholder: Operation = { type: 'Placeholder', outputs: ['output'] };
export const whileLoop: Operation = { type: 'While', outputs: ['output'] };
export const conditional: Operation = { type: 'If', outputs: ['output'] };
export const gather: Operation = { type: 'GatherV2', outputs: ['output'], batch: gathered };
export const fill: Operation = { type: 'Fill', outputs: ['output'] };
/** A tensor with some rows replaced; in place where nobody else holds it. */
export const scatterUpdate: Operation = { type: 'TensorScatterUpdate', outputs: ['output'] };
export const functionCall: Operation = { type: 'StatefulPartitionedCall', outputs: ['output'] };
