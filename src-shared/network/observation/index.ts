import { z } from 'zod';
import { layerIdSchema, type LayerId } from '../../ids';
import type { FigurePlace } from './figures';

const figure = z.number().nullable();

/** What was seen of one learned weight. */
export const observedWeightSchema = z.object({
  name: z.string(),
  norm: figure,
  /** Of the probe's mean loss. */
  gradientNorm: figure,
  /** Of what the step before had changed; null before the first step. */
  updateNorm: figure,
});
export type ObservedWeight = z.infer<typeof observedWeightSchema>;

/** What was seen of one layer while the probe went through it. What is not a finite number is null. */
export const observedLayerSchema = z.object({
  layer: layerIdSchema,
  mean: figure,
  deviation: figure,
  minimum: figure,
  maximum: figure,
  /** Shares of the values in bars of like width between the smallest and the largest; of large outputs those of the first examples. */
  histogram: z.array(z.number()),
  /** Share of the values that are exactly 0. */
  zeros: figure,
  /** Share of the units that say the same of every example. */
  constant: figure,
  /** Of activations that are flat somewhere: the share of values that lie there; null of other layers. */
  flat: figure,
  /** Share of the units that are flat for every example: a ReLU that never fires, a sigmoid that is always saturated. */
  stuck: figure,
  /** Which those are: a character a unit, 1 where it is stuck; null as `stuck`. */
  stuckUnits: z.string().nullable(),
  /** Of the probe's mean loss with respect to the output. */
  gradientNorm: figure,
  weights: z.array(observedWeightSchema),
  /** Weights that are not learned by gradient: the moving statistics of a normalization. */
  moving: z.array(z.object({ name: z.string(), mean: figure, minimum: figure, maximum: figure })),
});
export type ObservedLayer = z.infer<typeof observedLayerSchema>;

/** What was seen of a net at one moment of its training. */
export const observationSchema = z.object({
  /** Steps taken. */
  step: z.int(),
  /** Epochs completed. */
  epoch: z.int(),
  /** Mean over the probe. */
  loss: figure,
  /** The losses of the probe's examples at each twentieth of them, from the smallest to the largest; none of older runs. */
  lossQuantiles: z.array(figure).default([]),
  /** How often each class is answered on the probe; empty for regression. */
  answers: z.array(z.number()),
  layers: z.array(observedLayerSchema),
});
export type Observation = z.infer<typeof observationSchema>;

/** When an observation was made, and whether the step before it was seen too. */
export interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly sawStep: boolean;
}

/** Reads the numbers that a session measured, in the places where it put them. */
export function readObservation(
  places: readonly FigurePlace[],
  values: Float32Array,
  { step, epoch, sawStep }: Moment,
): Observation {
  let begin = 0;
  const read = places.map((place) => {
    const own = values.subarray(begin, begin + place.size);
    begin += place.size;
    return { place, values: Array.from(own, finite) };
  });
  const ofNet = (name: string) =>
    read.find(({ place }) => place.layer === null && place.name === name)?.values ?? [];
  const ids = [...new Set(read.flatMap(({ place }) => place.layer ?? []))];
  const losses = ofNet('losses');
  return {
    step,
    epoch,
    loss: rounded(losses.reduce<number>((sum, loss) => sum + (loss ?? NaN), 0) / losses.length),
    lossQuantiles: quantilesOf(losses),
    answers: ofNet('answers').map((count) => count ?? 0),
    layers: ids.map((id) =>
      readLayer(
        id,
        read.filter(({ place }) => place.layer === id),
        sawStep,
      ),
    ),
  };
}

interface Read {
  readonly place: FigurePlace;
  readonly values: readonly (number | null)[];
}

function readLayer(layer: LayerId, read: readonly Read[], sawStep: boolean): ObservedLayer {
  const own = read.filter(({ place }) => place.weight === undefined);
  const all = (name: string) =>
    own.filter(({ place }) => place.name === name).flatMap(({ values }) => values);
  const one = (name: string) => rounded(all(name)[0] ?? NaN);
  const stuck = all('stuckUnits');
  const names = [...new Set(read.flatMap(({ place }) => place.weight ?? []))];
  const rootOf = (name: string) => rounded(Math.sqrt(all(name)[0] ?? NaN));
  const valueOf = (weight: string, name: string) =>
    read.find(({ place }) => place.weight === weight && place.name === name)?.values[0] ?? NaN;
  const ofWeight = (weight: string, name: string) => rounded(valueOf(weight, name));
  const rootOfWeight = (weight: string, name: string) => rounded(Math.sqrt(valueOf(weight, name)));
  const isLearned = (weight: string) =>
    read.some(({ place }) => place.weight === weight && place.name === 'squares');
  return {
    layer,
    mean: one('mean'),
    deviation: rootOf('variance'),
    minimum: one('minimum'),
    maximum: one('maximum'),
    histogram: sharesOf(all('bars')),
    zeros: one('zeros'),
    constant: one('constant'),
    flat: one('flat'),
    stuck: stuck.length === 0 ? null : rounded(stuck.filter((unit) => unit === 1).length / stuck.length),
    stuckUnits: stuck.length === 0 ? null : stuck.map((unit) => (unit === 1 ? '1' : '0')).join(''),
    gradientNorm: rootOf('gradientSquares'),
    weights: names.filter(isLearned).map((name) => ({
      name,
      norm: rootOfWeight(name, 'squares'),
      gradientNorm: rootOfWeight(name, 'gradientSquares'),
      updateNorm: sawStep ? rootOfWeight(name, 'updateSquares') : null,
    })),
    moving: names
      .filter((name) => !isLearned(name))
      .map((name) => ({
        name,
        mean: ofWeight(name, 'mean'),
        minimum: ofWeight(name, 'minimum'),
        maximum: ofWeight(name, 'maximum'),
      })),
  };
}

function sharesOf(counts: readonly (number | null)[]): number[] {
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return counts.map((count) => rounded((count ?? 0) / total) ?? 0);
}

/** Parts into which the quantiles divide the examples. */
const quantileParts = 20;

function quantilesOf(losses: readonly (number | null)[]): (number | null)[] {
  const sorted = losses.map((loss) => loss ?? Infinity).sort((a, b) => a - b);
  return Array.from({ length: quantileParts + 1 }, (_, part) =>
    rounded(sorted[Math.round((part / quantileParts) * (sorted.length - 1))] ?? NaN),
  );
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** As many digits as a float32 has: what follows them says nothing. Null for what is not finite. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(8)) : null;
}
