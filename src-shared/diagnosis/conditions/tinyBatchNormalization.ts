import { sizeOf } from '../../ops/shape';
import { defineCondition } from '../condition';

/** Values of a channel in one batch, below which its mean and deviation are chance. */
const fewValues = 8;

export const tinyBatchNormalization = defineCondition({
  kind: 'tinyBatchNormalization',
  title: 'Batch normalization has too few examples',
  reason:
    'The mean and deviation of very few values say little about the data, so a layer does one thing while it is trained and ' +
    'another when it predicts with its moving averages. With one value a channel the output is always zero.',
  source: 'Wu and He 2018, Group Normalization (figure 1); Ioffe 2017, Batch Renormalization',
  causes: [
    'notLearning',
    'noisyValidation',
    'commonestClassOnly',
    'constantUnits',
    'overfitting',
    'deadUnits',
    'dyingUnits',
    'underfitting',
    'vanishingGradients',
    'epochsAfterBest',
    'learningRateTooHigh',
    'explodingGradients',
  ],
  look(record) {
    const { batchSize } = record.training.config;
    const batch = Math.min(batchSize, record.facts.dataset.splits.training);
    const layer = record.network.layers.find(({ definition }) => definition.kind === 'batchNormalization');
    if (layer === undefined) return [];
    const values = batch * sizeOf(layer.outputShape.slice(0, -1));
    if (values >= fewValues) return [];
    return [
      {
        layer: layer.id,
        severity: values < 4 ? 'problem' : 'hint',
        confidence: values < 4 ? 0.95 : 0.7,
        since: { step: 0, epoch: 0 },
        evidence: { batchSize: batch, valuesOfChannel: values },
        remedies: [
          { title: 'Batches of 32', edits: [{ path: 'training.batchSize', value: 32 }] },
          {
            title: 'Layer normalization, which needs no batch',
            edits: record.network.layers
              .filter(({ definition }) => definition.kind === 'batchNormalization')
              .map(({ id }) => ({ path: `network.${id}.kind`, value: 'layerNormalization' })),
          },
        ],
      },
    ];
  },
});
