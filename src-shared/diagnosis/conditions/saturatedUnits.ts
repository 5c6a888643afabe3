import { defineCondition, lastingSince } from '../condition';
import { reinitialize, replaceActivations } from '../remedies';

const saturatedEarly = 0.4;
const saturatedLate = 0.85;

export const saturatedUnits = defineCondition({
  kind: 'saturatedUnits',
  title: 'Units are saturated',
  reason:
    'Far from zero these activations are nearly flat. Where most values lie there, next to nothing of the gradient comes ' +
    'through, and the layers before learn slowly or not at all.',
  source: 'CS231n, Neural Networks Part 1: Commonly used activation functions; Glorot and Bengio 2010',
  causes: [
    'vanishingGradients',
    'constantUnits',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'learningRateTooLow',
  ],
  look(record) {
    const early = record.observations.slice(0, 4);
    return record.hiddenActivations
      .filter(({ definition }) => definition.traits?.saturates)
      .flatMap((layer) => {
        const flatAt = (observation: (typeof early)[number]) => record.seen(layer.id, observation)?.flat ?? 0;
        const beganSo = early.length >= 3 && early.every((each) => flatAt(each) > saturatedEarly);
        const since = beganSo
          ? lastingSince(
              record.observations,
              (each) => flatAt(each) > saturatedEarly,
              (each) => flatAt(each) < 0.3,
            )
          : lastingSince(
              record.observations,
              (each) => flatAt(each) > saturatedLate && record.hasLearnedNothing(each, 0.8),
              (each) => flatAt(each) < 0.7,
            );
        const last = record.observations.at(-1);
        if (since === null || last === undefined) return [];
        const before = record.weighted.filter(({ id }) => layer.from.includes(id));
        return [
          {
            layer: layer.id,
            severity: 'problem' as const,
            confidence: flatAt(last) > 0.6 ? 0.9 : 0.75,
            since,
            evidence: { saturated: flatAt(last), alwaysSaturated: record.seen(layer.id)?.stuck ?? 0 },
            remedies: [
              reinitialize(record, before),
              replaceActivations([layer], 'relu', 'ReLU in the place of this activation'),
            ],
          },
        ];
      });
  },
});
