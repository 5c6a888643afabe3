import { defineCondition } from '../condition';
import { reinitialize } from '../remedies';
import { initialKernels, isNormalized } from './initialScale';

/** A kernel above this gain blows the signal up: He's has 1.4. */
const largeGain = 2.6;

export const initialScaleTooLarge = defineCondition({
  kind: 'initialScaleTooLarge',
  title: 'The initial weights are too large',
  reason:
    'Each layer multiplies the signal, so that activations that saturate do so at once and others give huge scores: the net ' +
    'begins sure of what it does not know, and has to unlearn that first.',
  source: 'CS231n, Neural Networks Part 2: Weight Initialization; Glorot and Bengio 2010',
  causes: [
    'saturatedUnits',
    'explodingGradients',
    'vanishingGradients',
    'deadUnits',
    'dyingUnits',
    'learningRateTooHigh',
    'constantUnits',
    'notLearning',
    'overfitting',
    'labelNoise',
    'commonestClassOnly',
    'underfitting',
    'epochsAfterBest',
    'learningRateTooLow',
  ],
  look(record) {
    const large = initialKernels(record).filter(
      ({ layer, gain }) => gain > largeGain && !isNormalized(record, layer),
    );
    const worst = large.reduce((most, { gain }) => Math.max(most, gain), 0);
    const early = record.observations.slice(0, 3);
    const [begin] = early;
    const [first] = large;
    if (first === undefined || begin === undefined || early.length < 3) return [];
    // It is one where the net begins worse than knowing nothing, or with flat units.
    const isFelt = early.every(
      (observation) =>
        (record.relativeLoss(observation) ?? 0) > 1.5 ||
        observation.layers.some(
          ({ layer, flat }) =>
            layer !== record.network.outputId && isSaturating(record, layer) && (flat ?? 0) > 0.3,
        ),
    );
    if (!isFelt) return [];
    return [
      {
        layer: first.layer.id,
        severity: 'problem',
        confidence: worst > 2 * largeGain ? 0.95 : 0.8,
        since: { step: begin.step, epoch: begin.epoch },
        evidence: {
          gain: worst,
          initialLoss: begin.loss ?? 'not a number',
          constantLoss: record.constantLoss ?? 'unknown',
        },
        remedies: [
          reinitialize(
            record,
            large.map(({ layer }) => layer),
          ),
        ],
      },
    ];
  },
});

function isSaturating(record: Parameters<typeof initialKernels>[0], id: string): boolean {
  return record.network.layers.find((layer) => layer.id === id)?.definition.traits?.saturates === true;
}
