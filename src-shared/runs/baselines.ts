import type { MetricKind } from '../training/metrics';
import { baselineAnswer, metricOf } from '../training/metrics/words';
import { metricField, type Split } from './metricNames';
import { naiveForecasts, type Baselines, type NaiveForecast } from './run';

/** In the order in which they are told. */
export const baselineKinds = ['constant', ...naiveForecasts] as const;
export type BaselineKind = (typeof baselineKinds)[number];

/** What a figure is held against: what is had without any net. */
export interface HeldAgainst {
  readonly kind: BaselineKind;
  /** What is always answered, in words. */
  readonly answer: string;
  readonly value: number;
}

const naiveAnswers: Readonly<Record<NaiveForecast, string>> = {
  lastValue: 'the last value again',
  seasonal: 'the value of a season before',
};

/** What such a baseline answers; inside a sentence. */
export const answerOf = (kind: BaselineKind, metric: MetricKind): string =>
  kind === 'constant' ? baselineAnswer(metric) : naiveAnswers[kind];

/** All that a run's figure is to be held against, as far as it is known. */
export function heldAgainst({ baseline, naive }: Baselines, split: Split, metric: MetricKind): HeldAgainst[] {
  const field = metricField(split, metric);
  return baselineKinds.flatMap((kind) => {
    const value = (kind === 'constant' ? baseline : naive[kind])?.[field];
    return value === undefined ? [] : [{ kind, answer: answerOf(kind, metric), value }];
  });
}

/** The one that is hardest to beat; null where none is known. */
export function strongestBaseline(run: Baselines, split: Split, metric: MetricKind): HeldAgainst | null {
  const sign = metricOf(metric).better === 'higher' ? 1 : -1;
  const [first, ...others] = heldAgainst(run, split, metric);
  if (first === undefined) return null;
  return others.reduce((best, next) => (sign * next.value > sign * best.value ? next : best), first);
}
