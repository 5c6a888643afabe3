import { defineCondition } from '../condition';
import { stopEarlyIfBetter } from '../remedies';
import { validationCurve } from './validationCurve';

export const epochsAfterBest = defineCondition({
  kind: 'epochsAfterBest',
  title: 'Most epochs came after the best one',
  reason:
    'The best weights were had early; everything since made the net no better on what it has not seen, and its last weights ' +
    'are clearly worse.',
  source: 'Prechelt 1998, Early Stopping: But When?',
  causes: [],
  look(record) {
    const curve = validationCurve(record);
    if (curve === null || !record.hasEnded || record.training.config.earlyStopping !== undefined) return [];
    const { smooth, best, steps, noise } = curve;
    const after = smooth.length - 1 - best;
    const [lowest, now] = [smooth[best] ?? 0, smooth.at(-1) ?? 0];
    const isWorse = now > 1.1 * lowest + 3 * noise && now - lowest > 0.05 * (record.constantLoss ?? 0);
    if (after < 10 || after < 0.6 * smooth.length || !isWorse) return [];
    const epoch = Math.round((steps[best] ?? 0) / record.stepsPerEpoch);
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.8,
        since: { step: steps[best] ?? 0, epoch },
        evidence: {
          bestEpoch: epoch,
          epochs: smooth.length,
          bestValidationLoss: lowest,
          validationLoss: now,
        },
        remedies: stopEarlyIfBetter(record),
      },
    ];
  },
});
