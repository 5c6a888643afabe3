import { defineCondition, lastingSince } from '../condition';
import type { RunRecord } from '../record';

export const notLearning = defineCondition({
  kind: 'notLearning',
  title: 'The net learns nothing',
  reason:
    'After a good part of the training the loss is still what answering the same everywhere would give. Either there is ' +
    'nothing in the inputs that tells the targets, or something keeps the net from finding it.',
  source: 'CS231n, Neural Networks Part 3: Before learning: sanity checks',
  causes: ['commonestClassOnly', 'epochsAfterBest'],
  look(record) {
    const isLate = (step: number) => step >= 0.3 * record.totalSteps;
    const since =
      lastingSince(record.observations, (observation) =>
        isLate(observation.step) ? record.hasLearnedNothing(observation, 0.97) : null,
      ) ?? learnedNothingThatHolds(record);
    const last = record.observations.at(-1);
    if (since === null || last === undefined) return [];
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.6,
        since,
        evidence: { loss: last.loss ?? 'not a number', constantLoss: record.constantLoss ?? 'unknown' },
        remedies: [],
      },
    ];
  },
});

/** A validation loss that was never below this share of knowing nothing, while that of training hardly fell. */
const neverBelow = 0.93;
const hardlyFallen = 0.88;
const leastEpochs = 5;

/** Since when a net has found nothing that holds for examples it has not seen; what it knows by heart is overfitting. */
function learnedNothingThatHolds(
  record: RunRecord,
): { readonly step: number; readonly epoch: number } | null {
  const { validationLoss, baseline } = record.facts;
  const constant = baseline.validationLoss;
  const ofTraining = baseline.trainingLoss ?? constant;
  const late = record.typicalLoss(3);
  if (constant === undefined || constant === null || ofTraining === undefined || ofTraining === null)
    return null;
  if (record.progress < 0.5 || validationLoss.values.length < leastEpochs || late === null) return null;
  const values = Array.from(validationLoss.values, (value) => value ?? Infinity);
  const isNever = values.every((value) => value > neverBelow * constant);
  return isNever && late > hardlyFallen * ofTraining
    ? { step: validationLoss.steps[0] ?? 0, epoch: 1 }
    : null;
}
