import type { InferredLayer } from '../../network/inference';
import type { Observation } from '../../network/observation';
import { defineCondition, lastingSince, leastObservations } from '../condition';
import type { RunRecord } from '../record';
import { reinitialize, replaceActivations, setLearningRate } from '../remedies';

/** Share of a layer's units that must be dead, by how many there are: of few, some are by chance. */
const deadShare = (units: number) => (units < 8 ? 1 : units < 16 ? 0.85 : 0.7);

/** Activations that are flat on one side: their units can die. */
export function dyingActivations(record: RunRecord): readonly InferredLayer[] {
  return record.hiddenActivations.filter(({ definition }) => definition.traits?.saturates !== true);
}

/** Share of the units that were stuck in each of the last observations up to this one. */
export function deadAt(record: RunRecord, id: InferredLayer['id'], observation: Observation): number {
  const place = record.observations.indexOf(observation);
  const recent = record.observations.slice(Math.max(0, place + 1 - leastObservations), place + 1);
  const units = recent.flatMap((each) => record.seen(id, each)?.stuckUnits ?? []);
  const [first = ''] = units;
  if (first === '') return 0;
  return [...first].filter((_, unit) => units.every((each) => each[unit] === '1')).length / first.length;
}

/** A net that has learned its task has no use for what it lost. */
export function isLearned(record: RunRecord, observation: Observation): boolean {
  return (record.relativeLoss(observation) ?? Infinity) < 0.1;
}

export const deadUnits = defineCondition({
  kind: 'deadUnits',
  title: 'Units are dead',
  reason:
    'These units are zero for every example, so no gradient reaches their weights and nothing can bring them back. Too large ' +
    'steps, a large negative bias or unsuitable initial weights do that.',
  source: 'CS231n, Neural Networks Part 1: Commonly used activation functions (ReLU)',
  causes: [
    'vanishingGradients',
    'constantUnits',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'dyingUnits',
    'learningRateTooLow',
  ],
  look(record) {
    return dyingActivations(record).flatMap((layer) => {
      const units = record.seen(layer.id)?.stuckUnits?.length ?? 0;
      const limit = deadShare(units);
      const dead = (each: Observation) => deadAt(record, layer.id, each);
      const since = lastingSince(
        record.observations,
        (each) => dead(each) >= limit,
        (each) => dead(each) < limit - 0.1,
      );
      const last = record.observations.at(-1);
      if (since === null || last === undefined || units < 2 || isLearned(record, last)) return [];
      const before = record.weighted.filter(({ id }) => layer.from.includes(id));
      const anew = reinitialize(record, before);
      const others = replaceActivations(dyingActivations(record), 'leakyRelu', 'Leaky ReLU in place of ReLU');
      const beganSo = since.step === 0;
      return [
        {
          layer: layer.id,
          severity: 'problem' as const,
          confidence: dead(last) === 1 ? 0.98 : 0.85,
          since,
          evidence: { dead: dead(last), units },
          remedies: beganSo
            ? [{ ...anew, title: anew.title }, others]
            : [setLearningRate(record, 1 / 10), others],
        },
      ];
    });
  },
});
