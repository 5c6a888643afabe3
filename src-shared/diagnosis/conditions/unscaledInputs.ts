import { defineCondition } from '../condition';
import { scaleInputs } from '../remedies';

/** How large inputs may be: beyond, first sums are many times what initial weights are made for. */
const largestScale = 6;
const smallestDeviation = 0.02;

export const unscaledInputs = defineCondition({
  kind: 'unscaledInputs',
  title: 'The inputs are not scaled',
  reason:
    'Initial weights and learning rates are made for inputs around zero with a deviation of about one. Much larger ones ' +
    'saturate units or throw them off at the first steps; much smaller ones hardly move anything.',
  source: 'CS231n, Neural Networks Part 2: Data Preprocessing; LeCun et al. 1998, Efficient BackProp',
  causes: [
    'saturatedUnits',
    'deadUnits',
    'dyingUnits',
    'explodingGradients',
    'vanishingGradients',
    'learningRateTooHigh',
    'learningRateTooLow',
    'constantUnits',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
  ],
  look(record) {
    const [first] = record.observations;
    const id = record.network.inputId;
    const seen = id === null ? undefined : record.seen(id, first);
    if (id === null || first === undefined || seen === undefined) return [];
    const { mean, deviation } = seen;
    if (mean === null || deviation === null) return [];
    const scale = Math.hypot(mean, deviation);
    const isSmall = scale < smallestDeviation;
    if (scale <= largestScale && !isSmall) return [];
    return [
      {
        layer: id,
        severity: scale > 3 * largestScale || isSmall ? 'problem' : 'hint',
        confidence: scale > 3 * largestScale || isSmall ? 0.95 : 0.7,
        since: { step: 0, epoch: 0 },
        evidence: { mean, deviation },
        remedies: scaleInputs(record),
      },
    ];
  },
});
