import { defineCondition, lastingSince } from '../condition';
import type { Remedy } from '../found';
import { stopEarly } from '../remedies';

/** Share of the examples that count as hardest. */
const hardest = 0.05;
const surelyWrong = 2.8;

export const labelNoise = defineCondition({
  kind: 'labelNoise',
  title: 'Some labels may be wrong',
  reason:
    'Most examples are told well, and a few keep most of the loss for good, answered surely and differently from their label. ' +
    'Often these were labelled wrong; look at them.',
  source: 'Northcutt et al. 2021, Confident Learning; Zhang et al. 2017',
  causes: ['epochsAfterBest', 'underfitting'],
  look(record) {
    const { task } = record.facts.dataset;
    const { lastStep } = record;
    const [middle, late] = [
      record.meanLoss(0.5 * lastStep, 0.65 * lastStep),
      record.meanLoss(0.85 * lastStep, lastStep),
    ];
    // What still learns may yet tell its hardest examples.
    const isStill = middle !== null && late !== null && late > 0.9 * middle;
    if (task !== 'classification' || record.progress < 0.6 || !isStill) return [];
    const since = lastingSince(
      record.observations,
      ({ step, hardestShare, ...rest }) => {
        if (step < 0.2 * record.totalSteps) return null;
        const relative = record.relativeLoss({ step, hardestShare, ...rest }) ?? 0;
        // Their mean loss, in proportion to that of knowing nothing: of classes that overlap the doubtful ones stay below.
        const hardestLoss = ((hardestShare ?? 0) * relative) / hardest;
        return hardestLoss > surelyWrong && relative > 0.35 && relative < 0.95;
      },
      undefined,
      5,
    );
    const last = record.observations.at(-1);
    if (since === null || last === undefined) return [];
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.5,
        since,
        evidence: { lossOfHardest: last.hardestShare ?? 0, examples: hardest },
        remedies: [stopEarly, smoothLabels],
      },
    ];
  },
});

const smoothLabels: Remedy = {
  title: 'Smooth the labels, and stop early',
  edits: [
    { path: 'training.loss', value: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1 } },
    ...stopEarly.edits,
  ],
};
