import type { Observation } from '@shared/network/observation';
import type { RunFacts } from '@shared/diagnosis/record';

/** What a published tool calls the condition that it alarms about. */
export type Alarm = 'dead' | 'vanishing' | 'exploding' | 'oscillating' | 'saturated';

/** Alarms of a tool's published rules over the statistics of a training. */
export type Peer = (facts: RunFacts) => readonly Alarm[];

const kernels = ({ layers }: Observation) =>
  layers.flatMap(({ weights }) => weights.filter(({ name }) => name === 'kernel'));

/**
 * AutoTrainer (Zhang et al. 2021): dead where 0.7 of the gradient's entries are zero, for which the share of values in
 * the flat part of the ReLUs stands here; vanishing where the first layer's gradient is below 10⁻³ of the last's and below
 * 10⁻⁴; exploding above 70; oscillating where the accuracy changes direction by 0.03 in a fifth of the epochs.
 */
export const autoTrainer: Peer = ({ observations, gradientNorm, validationAccuracy, state }) => {
  const alarms = new Set<Alarm>();
  for (const observation of observations) {
    if (observation.layers.some(({ flat, zeros }) => flat !== null && (zeros ?? 0) >= 0.7))
      alarms.add('dead');
    const norms = kernels(observation).map((each) => each.gradientNorm ?? Infinity);
    const [first = 1, last = 1] = [norms[0], norms.at(-1)];
    if (norms.length > 1 && first / last < 1e-3 && first < 1e-4) alarms.add('vanishing');
  }
  const norms = Array.from(gradientNorm.values, (value) => value ?? Infinity);
  if (state === 'diverged' || norms.some((norm) => norm > 70)) alarms.add('exploding');
  const accuracies = Array.from(validationAccuracy.values, (value) => value ?? 0);
  const turns = accuracies.filter((value, place) => {
    const [before, after] = [accuracies[place - 1], accuracies[place + 1]];
    if (before === undefined || after === undefined) return false;
    return (value - before) * (after - value) < 0 && Math.abs(value - before) > 0.03;
  }).length;
  if (turns >= 0.2 * accuracies.length && accuracies.length > 4) alarms.add('oscillating');
  return [...alarms];
};

/**
 * DeepDiagnosis (Wardat et al. 2022): dead where 0.7 of a layer's outputs are not positive; saturated where more than half
 * of what goes into a sigmoid or tanh lies beyond ±5, for which the flat share beyond 0.5 stands here; vanishing where a
 * weight's gradient is below 10⁻⁷.
 */
export const deepDiagnosis: Peer = ({ observations, state }) => {
  const alarms = new Set<Alarm>();
  for (const observation of observations) {
    for (const { flat, histogram, minimum, maximum } of observation.layers) {
      if (flat === null || minimum === null || maximum === null) continue;
      if (minimum >= 0 ? flat >= 0.7 : shareBelowZero(histogram, minimum, maximum) >= 0.7) alarms.add('dead');
      if (maximum <= 1 && flat > 0.5 && minimum > -1.01) alarms.add('saturated');
    }
    if (kernels(observation).some((each) => (each.gradientNorm ?? Infinity) < 1e-7)) alarms.add('vanishing');
  }
  if (state === 'diverged') alarms.add('exploding');
  return [...alarms];
};

function shareBelowZero(histogram: readonly number[], minimum: number, maximum: number): number {
  const width = (maximum - minimum) / histogram.length;
  return histogram.reduce((sum, share, bar) => sum + (minimum + (bar + 1) * width <= 0 ? share : 0), 0);
}
