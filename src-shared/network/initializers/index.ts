import { z } from 'zod';
import { constant } from './constant';
import { glorotNormal } from './glorotNormal';
import { glorotUniform } from './glorotUniform';
import { heNormal } from './heNormal';
import { heUniform } from './heUniform';
import type { InitializerDefinition, InitializerRequest } from './initializer';
import { lecunNormal } from './lecunNormal';
import { normal } from './normal';
import { ones } from './ones';
import { orthogonal } from './orthogonal';
import { uniform } from './uniform';
import { zeros } from './zeros';

/**
 * How a weight tensor starts: a name with the usual parameters, or the name with its own.
 * One file an initializer stands beside this one; this is their catalogue.
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

export type InitializerKind = (typeof initializerKinds)[number];

/** Every initializer by its name. A new one is its file, its name above and its line here. */
export const initializerCatalogue: Readonly<Record<InitializerKind, InitializerDefinition>> = {
  heNormal,
  heUniform,
  glorotNormal,
  glorotUniform,
  lecunNormal,
  normal,
  uniform,
  orthogonal,
  zeros,
  ones,
  constant,
};

/** Sets every value of a weight tensor as its initializer says, from its own stream of random numbers. */
export function fillInitially(
  values: Float32Array,
  initializer: InitializerSpec,
  place: Omit<InitializerRequest, 'options'>,
): void {
  const { kind, ...options } = typeof initializer === 'string' ? { kind: initializer } : initializer;
  initializerCatalogue[kind].fill(values, { ...place, options });
}
