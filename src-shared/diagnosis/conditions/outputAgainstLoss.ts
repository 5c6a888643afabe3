import { activationInLoss } from '../../experiment/advice/activationInLoss';
import { limitedOutput } from '../../experiment/advice/limitedOutput';
import { kindOf } from '../../training/config';
import { defineCondition } from '../condition';

/** What the editor advises about the last layer, said of a run that was trained all the same. */
export const outputAgainstLoss = defineCondition({
  kind: 'outputAgainstLoss',
  title: 'The last activation does not suit the loss',
  reason:
    'A loss expects scores of any size, values or probabilities. An activation that keeps the output from them, or that the ' +
    'loss applies itself, weakens the gradient or puts the right answer out of reach.',
  source: 'CS231n, Neural Networks Part 2: Losses; Goodfellow et al. 2016, section 6.2.2',
  causes: [
    'vanishingGradients',
    'notLearning',
    'underfitting',
    'commonestClassOnly',
    'saturatedUnits',
    'deadUnits',
    'dyingUnits',
    'constantUnits',
    'learningRateTooLow',
    'labelNoise',
  ],
  look(record) {
    const { experiment, dataset } = record.facts;
    const goal = {
      loss: kindOf(experiment.training.loss),
      task: dataset.task,
      classes: dataset.classNames.length,
    };
    const problems = [limitedOutput, activationInLoss].flatMap((advice) => advice(record.network, goal));
    return problems.flatMap(({ layer, error, fixes }) => {
      if (layer === null) return [];
      return [
        {
          layer,
          severity: 'problem' as const,
          confidence: 0.9,
          since: { step: 0, epoch: 0 },
          evidence: { says: error.message },
          remedies: fixes.flatMap((fix) =>
            fix.kind === 'removeLayer' ? [{ title: fix.title, edits: [{ removeLayer: fix.layer }] }] : [],
          ),
        },
      ];
    });
  },
});
