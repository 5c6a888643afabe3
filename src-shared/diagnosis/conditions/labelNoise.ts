import { defineCondition } from '../condition';
import type { Remedy } from '../found';
import type { RunRecord } from '../record';
import { stopEarly, stopEarlyIfBetter } from '../remedies';

/** An example is surely told wrong whose label has less than this share of what guessing would give it. */
const surelyWrong = 0.5;
/** Probability of its label from which an example is told right. */
const toldRight = 0.65;
/**
 * Share that those surely told wrong have of all that are not told right. Where classes overlap most of these are doubtful:
 * of two bell curves a net that knows its odds is sure in a fifth to a third.
 */
const largestWhereClassesOverlap = 0.44;
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
    const guessed = 1 / Math.max(2, record.facts.dataset.classNames.length);
    const shareBelow = (probability: number) =>
      late.reduce(
        (sum, { lossQuantiles }) => sum + shareWorseThan(lossQuantiles, -Math.log(probability)),
        0,
      ) / late.length;
    const wrong = shareBelow(surelyWrong * guessed);
    const notRight = shareBelow(toldRight);
    if (!(relative > 0.35 && relative < 0.95) || notRight > 0.5) return [];
    if (wrong < fewestWrong || wrong <= largestWhereClassesOverlap * notRight) return [];
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
