import { defineCondition } from '../condition';
import { replaceActivations, setLearningRate } from '../remedies';
import { deadAt, dyingActivations, isLearned } from './deadUnits';

export const dyingUnits = defineCondition({
  kind: 'dyingUnits',
  title: 'Units are dying',
  reason:
    'More and more units are zero for every example and stay so. Each is lost for the net; the learning rate is usually ' +
    'what pushes them over.',
  source: 'CS231n, Neural Networks Part 1: Commonly used activation functions (ReLU)',
  causes: ['constantUnits', 'vanishingGradients', 'underfitting'],
  look(record) {
    const now = record.observations.at(-1);
    if (now === undefined || record.observations.length < 6 || isLearned(record, now)) return [];
    return dyingActivations(record).flatMap((layer) => {
      const shares = record.observations.map((each) => deadAt(record, layer.id, each));
      const units = record.seen(layer.id)?.stuckUnits?.length ?? 0;
      const [first = 0] = shares;
      const last = shares.at(-1) ?? 0;
      const grows = shares.slice(-3).every((share) => share > first + 0.3) && last >= 0.6;
      const begin = record.observations.find((_, place) => (shares[place] ?? 0) > first + 0.3);
      if (!grows || units < 8 || begin === undefined) return [];
      return [
        {
          layer: layer.id,
          severity: 'hint' as const,
          confidence: 0.7,
          since: { step: begin.step, epoch: begin.epoch },
          evidence: { deadAtFirst: first, dead: last, units },
          remedies: [
            setLearningRate(record, 1 / 10),
            replaceActivations([layer], 'leakyRelu', 'Leaky ReLU in place of ReLU'),
          ],
        },
      ];
    });
  },
});
