import { defineCondition, lastingSince } from '../condition';

export const commonestClassOnly = defineCondition({
  kind: 'commonestClassOnly',
  title: 'The same class is answered to everything',
  reason:
    'Whatever the example, the net answers one class. Where one class is far more common than the others that is the easiest ' +
    'way to be right often; else it has found nothing to go by.',
  source: 'He and Garcia 2009, Learning from Imbalanced Data; CS231n, Neural Networks Part 3: sanity checks',
  causes: ['overfitting', 'labelNoise', 'epochsAfterBest'],
  look(record) {
    const { task, classNames } = record.facts.dataset;
    if (task !== 'classification' || classNames.length < 2) return [];
    const base = record.facts.baseline.validationAccuracy ?? record.facts.baseline.trainingAccuracy ?? 0;
    const isLate = (step: number) => step >= Math.max(0.08 * record.totalSteps, 12);
    const since = lastingSince(
      record.observations,
      ({ answers, step, ...rest }) => {
        if (!isLate(step)) return null;
        const total = answers.reduce((sum, count) => sum + count, 0);
        const share = Math.max(...answers) / Math.max(1, total);
        return share >= 0.99 && base < 0.97 && (record.relativeLoss({ answers, step, ...rest }) ?? 0) > 0.75;
      },
      undefined,
      4,
    );
    if (since === null) return [];
    const { answers = [] } = record.observations.at(-1) ?? {};
    const answered = answers.indexOf(Math.max(...answers));
    const isImbalanced = base > 1.5 / classNames.length;
    return [
      {
        layer: null,
        severity: 'problem',
        confidence: isImbalanced ? 0.85 : 0.6,
        since,
        evidence: { class: classNames[answered] ?? answered, accuracyOfThat: base },
        remedies: isImbalanced
          ? [
              {
                title: 'Weigh the classes alike',
                edits: [{ path: 'training.classWeights', value: 'balanced' }],
              },
            ]
          : [],
      },
    ];
  },
});
