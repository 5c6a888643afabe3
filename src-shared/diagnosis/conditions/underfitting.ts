import { defineCondition } from '../condition';
import { upperMedian } from '../../ops/median';
import { meanBetween, type RunRecord } from '../record';

export const underfitting = defineCondition({
  kind: 'underfitting',
  title: 'The net is too simple for the task',
  reason:
    'It learns, then stays at a loss that is still high on the very examples it is trained on, though its weights still ' +
    'move: it has not the means to do better.',
  source:
    'Goodfellow et al. 2016, section 5.2; CS231n, Neural Networks Part 1: Setting number of layers and their sizes',
  causes: [],
  look(record) {
    const { totalSteps, lastStep, constantLoss, facts } = record;
    if (!record.hasEnded || constantLoss === null || record.observations.length < 8) return [];
    const late = record.meanLoss(0.85 * lastStep, lastStep);
    const middle = record.meanLoss(0.5 * lastStep, 0.65 * lastStep);
    const last = record.observations.at(-1);
    if (late === null || middle === null || last === undefined || lastStep < 0.5 * totalSteps) return [];
    const isStill = Math.abs(middle - late) < 0.03 * middle;
    const isPoor = late > 0.7 * constantLoss && late < 1.02 * constantLoss;
    const moves = upperMedian(record.updateRatios(last)) > 2e-4;
    const validation = meanBetween(facts.validationLoss, 0.85 * lastStep, lastStep) ?? late;
    const small = record.network.totals.trainableCount < 0.5 * facts.dataset.splits.training;
    if (!isStill || !isPoor || !moves || validation > 1.15 * late || !small) return [];
    const hidden = record.weighted.slice(0, -1);
    const [widest] = hidden;
    const units = widest?.outputShape.at(-1) ?? 0;
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.6,
        since: {
          step: Math.round(0.5 * lastStep),
          epoch: Math.floor((0.5 * lastStep) / record.stepsPerEpoch),
        },
        evidence: { trainingLoss: late, constantLoss, parameters: record.network.totals.trainableCount },
        remedies:
          // However wide, layers without an activation between them stay one linear layer.
          widest !== undefined && 'units' in widest.parameters && bends(record)
            ? [
                {
                  title: 'Four times as many hidden units',
                  edits: hidden
                    .filter(({ parameters }) => 'units' in parameters)
                    .map(({ id }) => ({ path: `network.${id}.units`, value: Math.max(16, 4 * units) })),
                },
              ]
            : [],
      },
    ];
  },
});

/** Whether some layer before the last is not linear. */
const bends = ({ network }: RunRecord): boolean =>
  network.layers.some(({ id, definition }) => definition.group === 'activation' && id !== network.outputId);
