import { z } from 'zod';

/**
 * How a weight tensor starts: a name with the usual parameters, or the name with its own.
 * One file an initialiser stands beside this one; this is their catalogue.
 */
export const initializerKinds = [
  'heNormal',
  'heUniform',
  'glorotNormal',
  'glorotUniform',
  'lecunNormal',
  'normal',
  'uniform',
  'orthogonal',
  'zeros',
  'ones',
  'constant',
] as const;

export const initializerSchema = z.union([
  z.enum(initializerKinds),
  z.object({
    kind: z.enum(initializerKinds),
    /** normal: the standard deviation. */
    standardDeviation: z.number().positive().optional(),
    /** uniform: the bounds. */
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    /** orthogonal: the factor. */
    gain: z.number().optional(),
    /** constant: the value. */
    value: z.number().optional(),
  }),
]);
export type InitializerSpec = z.infer<typeof initializerSchema>;
