import { draws } from '../many/draws';
import type { Operation } from '../graph/trace';

/** Shape and seed pair; the numbers follow from them alone (Salmon et al. 2011, Philox). */
export const uniform: Operation = { type: 'StatelessRandomUniform', outputs: ['output'], batch: draws };
export const normal: Operation = { type: 'StatelessRandomNormal', outputs: ['output'], batch: draws };
