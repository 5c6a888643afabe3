import { defineCondition } from '../condition';

/** Examples below which one of them moves the accuracy by more than what is usually compared. */
const fewExamples = 25;

export const noisyValidation = defineCondition({
  kind: 'noisyValidation',
  title: 'The validation split is too small to compare by',
  reason:
    'With so few examples one more right answer changes the accuracy by several percent: differences between runs or epochs ' +
    'of that size are chance.',
  source: 'Goodfellow et al. 2016, section 5.4.2 (standard error of the mean)',
  causes: ['epochsAfterBest'],
  look(record) {
    const { validation, training } = record.facts.dataset.splits;
    if (validation === 0 || validation >= fewExamples || !record.hasEnded) return [];
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.9,
        since: { step: 0, epoch: 0 },
        evidence: { validationExamples: validation, standardError: Math.sqrt(0.25 / validation) },
        remedies:
          training + validation < 40
            ? []
            : [
                {
                  title: 'A larger validation split',
                  edits: [{ path: 'dataset.validationFraction', value: 0.3 }],
                },
              ],
      },
    ];
  },
});
