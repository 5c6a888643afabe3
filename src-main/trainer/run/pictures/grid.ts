import type { TrainingData } from '../../session/session';

/** The range of one feature over all examples, widened by a tenth on each side. */
export function featureRange(data: TrainingData, feature: number, features: number): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let at = feature; at < data.inputs.length; at += features) {
    const value = data.inputs[at] ?? 0;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const margin = (most - least || 1) * 0.1;
  return [least - margin, most + margin];
}

/** The place of `index` of `count` that divide a range evenly, its ends included. */
export function between([from, to]: readonly [number, number], index: number, count: number): number {
  return from + ((to - from) * index) / (count - 1);
}
