import { defineCondition } from '../condition';
import type { RunRecord } from '../record';
import { reinitialize } from '../remedies';

export const symmetricInitialization = defineCondition({
  kind: 'symmetricInitialization',
  title: 'All units of a layer begin the same',
  reason:
    'Units with the same weights give the same output, get the same gradient and stay the same for ever: the layer is worth ' +
    'one unit. Weights have to begin different, which is why they are drawn at random.',
  source: 'CS231n, Neural Networks Part 2: Weight Initialization (pitfall: all zero)',
  causes: [
    'deadUnits',
    'dyingUnits',
    'constantUnits',
    'vanishingGradients',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'initialScaleTooLarge',
    'initialScaleTooSmall',
    'saturatedUnits',
    'learningRateTooLow',
    'learningRateTooHigh',
    'explodingGradients',
  ],
  look(record) {
    const [first] = record.observations;
    if (first?.step !== 0 || record.observations.length < 3) return [];
    // The last layer may begin at zero; so may one that is added to what goes past it.
    const alike = record.weighted.slice(0, -1).filter((layer) => {
      const { initializer } = layer.weights.find(({ name }) => name === 'kernel') ?? {};
      const kind = typeof initializer === 'object' ? initializer.kind : initializer;
      const isOne = ['zeros', 'ones', 'constant'].includes(kind ?? '');
      const units = layer.outputShape.at(-1) ?? 1;
      return isOne && units > 1 && !leadsIntoSum(record, layer.id);
    });
    const [layer] = alike;
    if (layer === undefined) return [];
    return [
      {
        layer: layer.id,
        severity: 'problem',
        confidence: 0.98,
        since: { step: 0, epoch: 0 },
        evidence: { units: layer.outputShape.at(-1) ?? 1, layers: alike.length },
        remedies: [reinitialize(record, alike)],
      },
    ];
  },
});

/** Whether a layer's output is added to another's, at once or behind a normalization. */
function leadsIntoSum({ network }: RunRecord, id: string): boolean {
  const followers = network.layers.filter(({ from }) => from.some((each) => each === id));
  return followers.some(
    ({ id: next, definition }) =>
      definition.traits?.joinsAlike === true ||
      (definition.group === 'normalization' &&
        network.layers.some(
          ({ from, definition: after }) => from.includes(next) && after.traits?.joinsAlike,
        )),
  );
}
