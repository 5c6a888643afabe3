import { z } from 'zod';

export const learningRate = (usual: number) => z.number().positive().default(usual);
/** A share of the past that is kept: at least 0, below 1. */
export const decay = (usual: number) => z.number().min(0).lt(1).default(usual);
/** Keras's usual guard against division by zero. */
export const epsilon = z.number().positive().default(1e-7);
