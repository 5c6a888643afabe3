import { defineCondition } from '../condition';
import type { Remedy } from '../found';

/** Examples below which one of them moves the accuracy by more than what is usually compared. */
const fewExamples = 25;

export const noisyValidation = defineCondition({
  kind: 'noisyValidation',
  title: 'The validation split is too small to compare by',
  reason:
    'With so few examples one more right answer changes the accuracy by several percent: differences between runs or epochs ' +
    'of that size are chance.',
  source: 'Goodfellow et al. 2016, section 5.4.2 (standard error of the mean)',
  causes: ['overfitting', 'labelNoise', 'epochsAfterBest'],
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
        remedies: largerSplit(training + validation),
      },
    ];
  },
});

/** The smallest of some shares that gives enough examples, while most of them still are trained on. */
function largerSplit(examples: number): Remedy[] {
  const share = [0.2, 0.3, 0.4, 0.5].find((each) => Math.floor(each * examples) >= fewExamples);
  if (share === undefined) return [];
  return [
    {
      title: `${share * 100} % of the examples for validation`,
      edits: [{ path: 'dataset.validationFraction', value: share }],
    },
  ];
}
