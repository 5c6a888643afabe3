import { defineCondition, lastingSince } from '../condition';
import { reinitialize } from '../remedies';
import { initialKernels, isNormalized } from './initialScale';

/** A kernel below this gain makes everything behind it much smaller. */
const smallGain = 0.35;
/** What is left of the signal through all of them. */
const smallProduct = 0.02;

export const initialScaleTooSmall = defineCondition({
  kind: 'initialScaleTooSmall',
  title: 'The initial weights are too small',
  reason:
    'Each layer multiplies the signal by a small number, so that behind a few of them all examples look alike; on the way ' +
    'back the gradient shrinks in the same way, in every layer at once.',
  source: 'CS231n, Neural Networks Part 2: Weight Initialization; He et al. 2015',
  causes: [
    'vanishingGradients',
    'constantUnits',
    'notLearning',
    'commonestClassOnly',
    'learningRateTooLow',
    'deadUnits',
    'dyingUnits',
    'underfitting',
  ],
  look(record) {
    const kernels = initialKernels(record).filter(
      ({ layer, gain }) => gain > 0 && !isNormalized(record, layer),
    );
    const small = kernels.filter(({ gain }) => gain < smallGain);
    const product = small.reduce((all, { gain }) => all * gain, 1);
    const [first] = small;
    if (first === undefined || product > smallProduct) return [];
    const since = lastingSince(record.observations, (observation) =>
      record.hasLearnedNothing(observation, 0.9),
    );
    if (since === null) return [];
    return [
      {
        layer: first.layer.id,
        severity: 'problem',
        confidence: product < smallProduct / 10 ? 0.95 : 0.75,
        since,
        evidence: { signalLeft: product, gain: first.gain, layers: small.length },
        remedies: [
          reinitialize(
            record,
            small.map(({ layer }) => layer),
          ),
        ],
      },
    ];
  },
});
