import { defineCondition, lastingSince } from '../condition';
import { meanBetween } from '../record';
import { roughly } from '../remedies';

export const excessiveRegularization = defineCondition({
  kind: 'excessiveRegularization',
  title: 'Regularization outweighs the loss',
  reason:
    'The penalty on the weights pulls harder than the data: the cheapest net is then one with weights near zero, which ' +
    'answers the same to everything.',
  source: 'CS231n, Neural Networks Part 2: Regularization; Part 3: sanity checks',
  causes: [
    'vanishingGradients',
    'constantUnits',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'deadUnits',
    'dyingUnits',
    'learningRateTooLow',
    'learningRateTooHigh',
    'explodingGradients',
    'epochsAfterBest',
  ],
  look(record) {
    const { l1, l2 } = record.training.config;
    if (l1 === 0 && l2 === 0) return [];
    const [first] = record.observations;
    const before = weightsAt(first);
    const share = (step: number) => {
      const penalty = meanBetween(record.facts.penalty, step - 10, step) ?? 0;
      const loss = record.meanLoss(step - 10, step) ?? Infinity;
      return penalty / loss;
    };
    const since = lastingSince(record.observations, (observation) => {
      if (observation.step === 0) return null;
      const shrunk = weightsAt(observation) < 0.6 * before;
      const outweighs = share(observation.step) > 1;
      return (outweighs || shrunk) && record.hasLearnedNothing(observation, 0.8);
    });
    const last = record.observations.at(-1);
    if (since === null || last === undefined) return [];
    const evidence = {
      penaltyToLoss: share(Math.max(...record.observations.slice(1, 4).map(({ step }) => step))),
      weightsLeft: weightsAt(last) / before,
      learnedNothing: record.relativeLoss(last) ?? 'unknown',
    };
    const weaker = (name: 'l1' | 'l2', value: number) =>
      value === 0 ? [] : [{ path: `training.${name}`, value: Math.min(roughly(value / 100), 1e-4) }];
    return [
      {
        layer: null,
        severity: 'problem',
        confidence: 0.9,
        since,
        evidence,
        remedies: [
          { title: 'Weaker regularization', edits: [...weaker('l1', l1), ...weaker('l2', l2)] },
          {
            title: 'No regularization',
            edits: [
              { path: 'training.l1', value: 0 },
              { path: 'training.l2', value: 0 },
            ],
          },
        ],
      },
    ];
  },
});

function weightsAt(observation: Parameters<Parameters<typeof lastingSince>[1]>[0] | undefined): number {
  const norms = observation?.layers.flatMap(({ weights }) => weights.map(({ norm }) => norm ?? 0)) ?? [];
  return Math.hypot(...norms);
}
