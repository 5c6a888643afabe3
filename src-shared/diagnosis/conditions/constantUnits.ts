import { defineCondition, lastingSince } from '../condition';
import { reinitialize } from '../remedies';

export const constantUnits = defineCondition({
  kind: 'constantUnits',
  title: 'A layer says the same of every example',
  reason:
    'All units of this layer give one value for all examples, so nothing behind it can tell the examples apart, whatever it ' +
    'learns.',
  source: 'CS231n, Neural Networks Part 2: Weight Initialization; Part 1 (dead and saturated units)',
  causes: ['notLearning', 'underfitting', 'commonestClassOnly', 'learningRateTooLow'],
  look(record) {
    const hidden = record.network.layers.filter(
      ({ id, definition }) => definition.group !== 'input' && id !== record.network.outputId,
    );
    const stuck = hidden.flatMap((layer) => {
      const since = lastingSince(
        record.observations,
        (observation) =>
          (record.seen(layer.id, observation)?.constant ?? 0) >= 0.99 &&
          record.hasLearnedNothing(observation, 0.97),
        (observation) => (record.seen(layer.id, observation)?.constant ?? 0) < 0.9,
      );
      return since === null ? [] : [{ layer, since }];
    });
    const [first] = stuck;
    if (first === undefined) return [];
    return [
      {
        layer: first.layer.id,
        severity: 'problem',
        confidence: 0.9,
        since: first.since,
        evidence: { constant: record.seen(first.layer.id)?.constant ?? 1, layers: stuck.length },
        remedies: [
          reinitialize(
            record,
            record.weighted.filter(({ id }) => id === first.layer.id || first.layer.from.includes(id)),
          ),
        ],
      },
    ];
  },
});
