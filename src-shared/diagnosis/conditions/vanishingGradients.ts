import { defineCondition, lastingSince } from '../condition';
import { reinitialize, replaceActivations } from '../remedies';
import { gradientProfile } from './gradientsByLayer';

/** What is left of the gradient, in proportion, at the first layer. */
const vanishing = 0.02;
/** A gradient of more than this share of its kernel still moves it, however much larger that of the last layer is. */
const movingGradient = 1e-3;

export const vanishingGradients = defineCondition({
  kind: 'vanishingGradients',
  title: 'Gradients vanish on the way down',
  reason:
    'On its way from the loss to the first layers the gradient is multiplied by each layer’s slope. Where these are small it ' +
    'fades, and the first layers, which all others build on, do not learn.',
  source: 'Glorot and Bengio 2010; CS231n, Neural Networks Part 1: Commonly used activation functions',
  causes: ['notLearning', 'underfitting', 'commonestClassOnly', 'constantUnits', 'learningRateTooLow'],
  look(record) {
    // A normalization keeps the signal at its size, whatever the kernels do to the gradient.
    if (record.network.layers.some(({ definition }) => definition.group === 'normalization')) return [];
    const since = lastingSince(
      record.observations,
      (observation) => {
        const profile = gradientProfile(record, observation);
        if (profile === null) return null;
        return (
          profile.ratio < vanishing &&
          profile.pull < movingGradient &&
          profile.decades < -0.2 &&
          record.hasLearnedNothing(observation, 0.9)
        );
      },
      (observation) =>
        (gradientProfile(record, observation)?.ratio ?? 1) > 0.1 ||
        !record.hasLearnedNothing(observation, 0.8),
    );
    const last = record.observations.at(-1);
    const profile = last && gradientProfile(record, last);
    if (since === null || !profile) return [];
    const saturating = record.hiddenActivations.filter(({ definition }) => definition.traits?.saturates);
    const changed = replaceActivations(saturating, 'relu', 'ReLU in the hidden layers');
    const anew = reinitialize(record, record.weighted.slice(0, -1));
    const asRelu = anew.edits.map((edit) => ('path' in edit ? { ...edit, value: 'heNormal' } : edit));
    return [
      {
        layer: profile.first.layer,
        severity: 'problem',
        confidence: profile.ratio < vanishing / 10 ? 0.95 : 0.8,
        since,
        evidence: {
          firstToLast: profile.ratio,
          decadesALayer: profile.decades,
          layers: profile.depth,
          gradientNorm: profile.first.gradientNorm ?? 'not a number',
        },
        remedies: saturating.length > 0 ? [{ ...changed, edits: [...changed.edits, ...asRelu] }] : [anew],
      },
    ];
  },
});
