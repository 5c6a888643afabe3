import { defineCondition, leastObservations } from '../condition';
import type { Observation } from '../../network/observation';
import { upperMedian } from '../../ops/median';
import type { RunRecord } from '../record';
import { deadAt, dyingActivations, isLearned } from './deadUnits';
import { lowerLearningRate, clipGradients } from '../remedies';
import { smallestOf } from '../../extremes';

/** ‖Δw‖ ÷ ‖w‖ is about a thousandth in a healthy training; a step of this size replaces a good part of what was there. */
const hugeUpdate = 0.08;
const wildUpdate = 0.4;

export const learningRateTooHigh = defineCondition({
  kind: 'learningRateTooHigh',
  title: 'The learning rate is too high',
  reason:
    'Each step changes the weights by a good part of their own size and jumps over what it was to reach: the loss wavers or ' +
    'grows instead of falling, or the units are thrown where nothing flows back.',
  source: 'CS231n, Neural Networks Part 3: Ratio of weights:updates; Loss function',
  causes: [
    'deadUnits',
    'dyingUnits',
    'saturatedUnits',
    'explodingGradients',
    'constantUnits',
    'vanishingGradients',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'noisyValidation',
    'epochsAfterBest',
    'overfitting',
    'labelNoise',
  ],
  look(record) {
    const seen = record.observations.slice(1);
    const ratios = seen.map((observation) => ({
      observation,
      largest: Math.max(0, ...record.updateRatios(observation)),
      median: upperMedian(record.updateRatios(observation)),
    }));
    // A kernel that begins near zero, as one of too small weights, is replaced by any step.
    const large = ratios.filter(({ median }) => median > hugeUpdate);
    const wild = ratios.filter(({ median }) => median > wildUpdate);
    const [first] = large;
    const last = record.observations.at(-1);
    if (last === undefined) return [];
    const fails =
      record.hasDiverged ||
      (record.observations.length > leastObservations &&
        record.observations.slice(-leastObservations).every((each) => record.hasLearnedNothing(each, 0.97)));
    const isHigh = large.length >= leastObservations || wild.length > 0 || record.hasDiverged;
    const harms = fails || throwsUnitsOff(record, last) || hasGrownWorse(record);
    if (!harms || !isHigh) return [];
    const begin = first?.observation ?? last;
    return [
      {
        layer: null,
        severity: 'problem',
        confidence: record.hasDiverged || large.length >= leastObservations ? 0.9 : 0.75,
        since: { step: begin.step, epoch: begin.epoch },
        evidence: {
          updateToWeight: updateToWeight(ratios.map(({ median }) => median)),
          loss: last.loss ?? 'not a number',
          constantLoss: record.constantLoss ?? 'unknown',
          learningRate: record.training.optimizer.parameters.learningRate,
        },
        remedies: [lowerLearningRate(record), clipGradients],
      },
    ];
  },
});

/**
 * The largest of what the observations saw; of weights that a step has thrown beyond all numbers there is no ratio, and the
 * small ones from before are not what it is said by.
 */
function updateToWeight(medians: readonly number[]): number | string {
  const finite = medians.filter(Number.isFinite);
  const largest = Math.max(0, ...finite);
  return finite.length < medians.length && largest <= hugeUpdate ? 'not a number' : largest;
}

/** Whether half the units of some layer are dead that were alive at first. */
function throwsUnitsOff(record: RunRecord, last: Observation): boolean {
  const [first] = record.observations;
  if (isLearned(record, last)) return false;
  return dyingActivations(record).some(({ id }) => {
    const before = record.seen(id, first)?.stuck ?? 0;
    return before < 0.3 && deadAt(record, id, last) >= 0.5;
  });
}

/** Whether the loss is a good deal above the lowest that it was. */
function hasGrownWorse(record: RunRecord): boolean {
  const length = Math.max(10, record.stepsPerEpoch);
  const windows = Array.from({ length: Math.floor(record.lastStep / length) }, (_, place) =>
    record.meanLoss(place * length, (place + 1) * length),
  ).flatMap((loss) => loss ?? []);
  const last = windows.at(-1);
  const lowest = smallestOf(windows);
  const constant = record.facts.baseline.trainingLoss ?? Infinity;
  return last !== undefined && windows.length > 2 && last > 2 * lowest && last - lowest > 0.2 * constant;
}
