import { defineCondition, lastingSince } from '../condition';
import { clipGradients, setLearningRate } from '../remedies';
import { gradientProfile } from './gradientsByLayer';

/** A gradient many times as large as the weights themselves. */
const huge = 30;

export const explodingGradients = defineCondition({
  kind: 'explodingGradients',
  title: 'Gradients explode',
  reason:
    'The gradient is many times as large as the weights, and larger from layer to layer on the way down: one step throws the ' +
    'net far away.',
  source: 'Pascanu et al. 2013; CS231n, Recurrent Neural Networks (gradient clipping)',
  causes: ['deadUnits', 'dyingUnits', 'saturatedUnits', 'notLearning', 'constantUnits', 'commonestClassOnly'],
  look(record) {
    const since = lastingSince(record.observations, (observation) => {
      const kernels = record.kernelsAt(observation);
      const pulls = kernels.map(
        ({ gradientNorm, norm }) => (gradientNorm ?? Infinity) / Math.max(norm ?? 0, 1e-3),
      );
      const profile = gradientProfile(record, observation, 3);
      return (
        Math.max(0, ...pulls) > huge &&
        (profile?.decades ?? 0) >= 0 &&
        record.hasLearnedNothing(observation, 0.97)
      );
    });
    const last = record.observations.at(-1);
    if (since === null || last === undefined) return [];
    const worst = record
      .kernelsAt(last)
      .map((kernel) => ({
        ...kernel,
        pull: (kernel.gradientNorm ?? Infinity) / Math.max(kernel.norm ?? 0, 1e-3),
      }))
      .sort((a, b) => b.pull - a.pull)[0];
    return [
      {
        layer: worst?.layer ?? null,
        severity: 'problem',
        confidence: 0.85,
        since,
        evidence: {
          gradientToWeight: Number.isFinite(worst?.pull) ? (worst?.pull ?? 0) : 'not a number',
          loss: last.loss ?? 'not a number',
        },
        remedies: [clipGradients, setLearningRate(record, 1 / 100)],
      },
    ];
  },
});
