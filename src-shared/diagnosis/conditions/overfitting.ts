import { defineCondition } from '../condition';
import { roughly, stopEarlyIfBetter } from '../remedies';
import { validationCurve } from './validationCurve';

export const overfitting = defineCondition({
  kind: 'overfitting',
  title: 'The net overfits',
  reason:
    'Since its best epoch the loss on examples it has not seen rises while that on its training examples goes on falling: it ' +
    'learns them by heart.',
  source: 'CS231n, Neural Networks Part 3: Train/val accuracy; Goodfellow et al. 2016, section 5.2',
  causes: ['epochsAfterBest', 'labelNoise'],
  look(record) {
    const curve = validationCurve(record);
    const { constantLoss, stepsPerEpoch } = record;
    if (curve === null || constantLoss === null) return [];
    const { smooth, best, steps, noise, window } = curve;
    const after = smooth.slice(best + 1);
    const lowest = smooth[best] ?? 0;
    const now = smooth.at(-1) ?? 0;
    const training = record.typicalLoss(Math.max(3, window));
    const atBest = record.meanLoss((steps[best] ?? 0) - stepsPerEpoch, (steps[best] ?? 0) + stepsPerEpoch);
    if (training === null || atBest === null || after.length < 3) return [];
    const rises = now > 1.25 * lowest && now - lowest > Math.max(3 * noise, 0.1 * constantLoss);
    const lasts = after.slice(-3).every((value) => value > 1.15 * lowest);
    const isGap = now - training > 0.2 * constantLoss && now > 1.5 * training && training <= 1.02 * atBest;
    if (!rises || !lasts || !isGap) return [];
    const epoch = Math.round((steps[best] ?? 0) / stepsPerEpoch);
    const { l2 } = record.training.config;
    return [
      {
        layer: null,
        severity: now > 2 * lowest ? 'problem' : 'hint',
        confidence: now > 2 * lowest ? 0.95 : 0.8,
        since: { step: steps[best] ?? 0, epoch },
        evidence: {
          bestEpoch: epoch,
          bestValidationLoss: lowest,
          validationLoss: now,
          trainingLoss: training,
        },
        remedies: [
          ...stopEarlyIfBetter(record),
          {
            title: 'Stronger L2',
            edits: [{ path: 'training.l2', value: Math.max(0.001, roughly(10 * l2)) }],
          },
        ],
      },
    ];
  },
});
