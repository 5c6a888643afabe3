import { defineCondition } from '../condition';
import type { Remedy } from '../found';
import type { RunRecord } from '../record';
import { stopEarly, stopEarlyIfBetter } from '../remedies';
import type { Observation } from '../../network/observation';

/** An example is surely told wrong whose label has less than this share of what guessing would give it. */
const surelyWrong = 0.5;
/** Probability of its label from which an example is told right. */
const toldRight = 0.65;
/**
 * Share that those surely told wrong have of all that are not told right. Where classes overlap most of these are doubtful:
 * of two bell curves a net that knows its odds is sure in a fifth to a third.
 */
const largestWhereClassesOverlap = 0.44;
/**
 * A wrong label lies anywhere, so a net answers differently from it as surely as it answers the others: these are as far
 * apart as the net is sure. Where classes overlap it errs where it doubts. Of trainings in which fewer than a third of the
 * examples are not told right, those with wrong labels reach 0.6 to 1.2, those with overlapping classes 0.4 to 0.7.
 */
const asSure = 0.8;
const fewNotRight = 0.35;
/** Of the answers' quantiles, so that a few hard examples are not taken for wrong labels. */
const fewestWrong = 0.05;

export const labelNoise = defineCondition({
  kind: 'labelNoise',
  title: 'Some labels may be wrong',
  reason:
    'Most examples are told well, and some never: they are answered surely and differently from their label, with few ' +
    'doubtful ones between. Where classes overlap most errors are doubtful; these often were labelled wrong. Look at them.',
  source: 'Northcutt et al. 2021, Confident Learning; Zhang et al. 2017',
  causes: ['epochsAfterBest', 'underfitting'],
  look(record) {
    const late = record.observations.filter(({ step }) => step >= 0.6 * record.lastStep);
    const [first] = late;
    if (first === undefined || late.length < 5 || record.progress < 0.6) return [];
    if (!tellsProbabilities(record) || !isStill(record)) return [];
    const relative = late.reduce((sum, each) => sum + (record.relativeLoss(each) ?? 0), 0) / late.length;
    const classes = Math.max(2, record.facts.dataset.classNames.length);
    const shareBelow = (probability: number) =>
      late.reduce(
        (sum, { lossQuantiles }) => sum + shareWorseThan(lossQuantiles, -Math.log(probability)),
        0,
      ) / late.length;
    const wrong = shareBelow(surelyWrong / classes);
    const notRight = shareBelow(toldRight);
    if (!(relative > 0.35 && relative < 0.95) || notRight > 0.5) return [];
    const isLikely =
      wrong > largestWhereClassesOverlap * notRight ||
      (notRight < fewNotRight && surenessOfErrors(late, shareBelow(0.5), classes) > asSure);
    if (wrong < fewestWrong || !isLikely) return [];
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.5,
        since: { step: first.step, epoch: first.epoch },
        evidence: { surelyWrong: wrong, doubtful: notRight - wrong },
        remedies: [...stopEarlyIfBetter(record), ...smoothLabels(record)],
      },
    ];
  },
});

/** Share of the examples whose loss is larger: the best and the worst of them stand for half as many as what lies between. */
function shareWorseThan(quantiles: readonly (number | null)[], loss: number): number {
  const parts = quantiles.length - 1;
  const worse = quantiles.map((each) => (each ?? Infinity) > loss);
  const halves = worse.map((each, place) => (each ? (place === 0 || place === parts ? 1 : 2) : 0));
  return parts > 0 ? halves.reduce<number>((sum, each) => sum + each, 0) / (2 * parts) : 0;
}

/**
 * How sure a net is where its answer is not the label, as a share of how sure it is elsewhere: 1 where it is as sure.
 * @param errors share of the examples that are told with less than even odds
 */
function surenessOfErrors(late: readonly Observation[], errors: number, classes: number): number {
  const lossAt = (share: number) =>
    late.reduce((sum, { lossQuantiles }) => sum + quantileAt(lossQuantiles, share), 0) / late.length;
  const ofRight = lossAt((1 - errors) / 2);
  const ofErrors = lossAt(1 - errors / 2);
  const probability = Math.exp(-ofRight);
  return (ofErrors - ofRight) / Math.log((probability * (classes - 1)) / (1 - probability));
}

/** The loss that a share of the examples does not exceed, between the quantiles that were noted. */
function quantileAt(quantiles: readonly (number | null)[], share: number): number {
  const place = share * (quantiles.length - 1);
  const below = quantiles[Math.floor(place)] ?? Infinity;
  const above = quantiles[Math.ceil(place)] ?? Infinity;
  return below + (place % 1) * (above - below);
}

/** Whether an example's loss is the logarithm of the probability of its label. */
function tellsProbabilities({ facts, training, network }: RunRecord): boolean {
  const { definition, parameters } = training.loss;
  const { kind } = definition;
  const isPlain = !('labelSmoothing' in parameters) || parameters.labelSmoothing === 0;
  const isOfOne = kind === 'sigmoidCrossEntropy' && network.outputShape?.join() === '1';
  return (
    facts.dataset.task === 'classification' &&
    training.config.classWeights === 'none' &&
    isPlain &&
    (kind === 'softmaxCrossEntropy' || isOfOne)
  );
}

/** What still learns may yet tell its hardest examples. */
function isStill(record: RunRecord): boolean {
  const { lastStep } = record;
  const middle = record.meanLoss(0.5 * lastStep, 0.65 * lastStep);
  const late = record.meanLoss(0.85 * lastStep, lastStep);
  return middle !== null && late !== null && late > 0.9 * middle;
}

/** Lukasik et al. 2020, Does label smoothing mitigate label noise? */
function smoothLabels({ training }: RunRecord): Remedy[] {
  if (training.loss.definition.kind !== 'softmaxCrossEntropy') return [];
  const loss = { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1 };
  return [
    {
      title: 'Smooth the labels, and stop early',
      edits: [{ path: 'training.loss', value: loss }, ...stopEarly.edits],
    },
  ];
}
