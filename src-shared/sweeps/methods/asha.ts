import { z } from 'zod';
import { defineSweepMethod } from '../method';
import { randomPoint } from './random';

export const asha = defineSweepMethod({
  kind: 'asha',
  title: 'Successive halving',
  description: {
    summary:
      'Draws points by chance, and after few epochs goes on with the best of them alone: what looks hopeless is stopped ' +
      'early, so that many more points are seen in the same time. Fields that only pay late are done wrong by it.',
    formula: 'after r, r·η, r·η², … epochs the best 1/η go on',
    source: 'L. Li et al., A System for Massively Parallel Hyperparameter Tuning (2020): ASHA',
  },
  schema: z.strictObject({
    minimumEpochs: z.int().min(1).default(1),
    reductionFactor: z.int().min(2).max(100).default(3),
  }),
  fields: {
    minimumEpochs: {
      label: 'First look after',
      control: 'integer',
      minimum: 1,
      help: 'Epochs that each point gets before it can be stopped.',
    },
    reductionFactor: {
      label: 'Go on with one of',
      control: 'integer',
      minimum: 2,
      maximum: 100,
      help: 'At each look the best of so many go on, and the next comes after so many times the epochs.',
    },
  },
  endless: true,
  misfit: ({ path }) =>
    path === 'training.epochs'
      ? {
          message: 'Successive halving gives out the epochs itself',
          remedy: 'Take this parameter out: "training": {"epochs": …} is what the best points get.',
        }
      : null,
  propose: (_parameters, history) => randomPoint(history),
  earlyStopping: {
    looksAfter({ minimumEpochs, reductionFactor }, epochs) {
      const looks: number[] = [];
      for (let epoch = minimumEpochs; epoch < epochs; epoch *= reductionFactor) looks.push(epoch);
      return looks;
    },
    goesOn({ reductionFactor }, score, others) {
      const better = others.filter((other) => other < score).length;
      return better < Math.max(1, Math.floor((others.length + 1) / reductionFactor));
    },
  },
});
