import { z } from 'zod';
import type { Ops } from '../../ops/ops';
import type { WeightSpec } from './index';
import type { ParameterField } from '../../catalogue/definition';

/** What batch and layer normalization share: γ and β over the last axis, and the ε under the root. */
export const normalizationParameters = {
  epsilon: z.number().positive().max(1).default(0.001),
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
};

export const normalizationFields: Readonly<Record<string, ParameterField>> = {
  epsilon: {
    label: 'Epsilon',
    control: 'number',
    minimum: 1e-7,
    maximum: 1,
    help: 'Keeps the division from zero.',
  },
  center: { label: 'Offset (β)', control: 'switch' },
  scale: { label: 'Scale (γ)', control: 'switch' },
};

interface Affine {
  readonly center: boolean;
  readonly scale: boolean;
}

/** A weight of one value a channel. */
export function channelWeight(
  name: string,
  channels: number,
  initializer: 'zeros' | 'ones',
  trainable = true,
): WeightSpec {
  return {
    name,
    shape: [channels],
    initializer,
    fanIn: channels,
    fanOut: channels,
    trainable,
    regularized: false,
  };
}

export function affineWeights({ center, scale }: Affine, channels: number): WeightSpec[] {
  return [
    ...(scale ? [channelWeight('gamma', channels, 'ones')] : []),
    ...(center ? [channelWeight('beta', channels, 'zeros')] : []),
  ];
}

/** γ·(x − mean)/√(variance + ε) + β; `mean` and `variance` broadcast to x. */
export function normalize<T>(
  ops: Ops<T>,
  x: T,
  statistics: { readonly mean: T; readonly variance: T },
  weight: (name: string) => T,
  { center, scale, epsilon }: Affine & { readonly epsilon: number },
): T {
  const inverseDeviation = ops.rsqrt(ops.add(statistics.variance, ops.constant(epsilon)));
  const normalized = ops.multiply(ops.subtract(x, statistics.mean), inverseDeviation);
  const scaled = scale ? ops.multiply(normalized, weight('gamma')) : normalized;
  return center ? ops.add(scaled, weight('beta')) : scaled;
}
