import { defineCondition, lastingSince } from '../condition';
import { upperMedian } from '../../ops/median';
import { setLearningRate } from '../remedies';
import { largestOf } from '../../extremes';

/** ‖Δw‖ ÷ ‖w‖ is about a thousandth in a healthy training; such steps would take longer than anybody waits. */
const tinyUpdate = 1.2e-4;
/** A gradient of at least this share of the weights could move them. */
const pullingGradient = 1e-3;

export const learningRateTooLow = defineCondition({
  kind: 'learningRateTooLow',
  title: 'The learning rate is too low',
  reason:
    'There is a gradient, but each step moves the weights by far less than a thousandth of their size: the loss falls so ' +
    'slowly that the training ends before anything is learned.',
  source: 'CS231n, Neural Networks Part 3: Ratio of weights:updates',
  causes: ['notLearning', 'underfitting', 'commonestClassOnly'],
  look(record) {
    const { epochs } = record.training.config;
    const highest = Math.max(
      0,
      largestOf(Array.from(record.facts.learningRate.values, (value) => value ?? 0)),
    );
    const isFull = highest >= 0.5 * record.training.optimizer.parameters.learningRate;
    const reach = (ratio: number) => ratio * record.totalSteps;
    const since = lastingSince(
      record.observations.slice(1),
      (observation) => {
        const ratio = upperMedian(record.updateRatios(observation));
        const pulls = record
          .kernelsAt(observation)
          .some(({ gradientNorm, norm }) => (gradientNorm ?? 0) > pullingGradient * (norm ?? Infinity));
        // Even if every step went the same way, the weights would not come far by the end.
        return (
          ratio > 0 &&
          ratio < tinyUpdate &&
          reach(ratio) < 0.3 &&
          pulls &&
          record.hasLearnedNothing(observation, 0.75)
        );
      },
      undefined,
      5,
    );
    const last = record.observations.at(-1);
    if (since === null || last === undefined || !isFull || epochs < 1) return [];
    const ratio = upperMedian(record.updateRatios(last));
    const factor = Math.min(1000, 10 ** Math.round(Math.log10(1e-3 / Math.max(ratio, 1e-7))));
    return [
      {
        layer: null,
        severity: 'problem',
        confidence: 0.85,
        since,
        evidence: {
          updateToWeight: ratio,
          learningRate: highest,
          learnedNothing: record.relativeLoss(last) ?? 'unknown',
        },
        remedies: [setLearningRate(record, Math.max(10, factor)), setLearningRate(record, 10)],
      },
    ];
  },
});
