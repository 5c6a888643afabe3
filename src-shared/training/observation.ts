import type { InferredNetwork } from '../network/inference';
import { fewMultiplyAdds } from './computing/parallelism';
import type { TrainingConfig } from './config';

/** Bytes that may be held a second and a third time for the sake of looks: 32 MiB. */
const mostHeldBytes = 2 ** 25;

/** Whether so many values may be held a second and a third time for the sake of looks. */
export function mayBeHeldAgain(values: number): boolean {
  return 4 * values <= mostHeldBytes;
}

/** Examples that a run is observed on, at the most. */
const mostExamples = 256;
const fewestExamples = 32;
/** Values of inputs that they have together, about: what a probe of large images costs would otherwise be felt. */
const mostInputValues = 200_000;

/** Values of all layers' outputs that a look goes through, about: each is passed over some twenty times. */
const mostValues = 700_000;

/** Epoch ends, and moments spread over few epochs, that are observed at the most, and where looks have a price. */
const mostEpochs = 50;
const fewestEpochs = 5;
const fewestMoments = 20;

/** Share of a training's work that looking at its layers may take; the first look, which is prepared, comes on top. */
const lookShare = 0.01;
/**
 * What a look takes, measured on two cores: so many examples of a training step for one of its own, so many multiply-adds
 * of a step for a value of a layer, and a part of a step for the two calls more that the steps are taken in.
 */
const stepExamplesOfExample = 1.6;
const multiplyAddsOfValue = 20;
const stepsOfInterruption = 0.3;

type Totals = InferredNetwork['totals'];

/** How the training steps lie. */
export interface StepPlan {
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}

/**
 * The steps after which a run is observed, ascending: before the first; ever more seldom while it is young; at the ends
 * of epochs, thinned evenly where there are many; and at moments spread over them where there are few. They depend on
 * the plan alone, so that two runs of a net are seen at the same ones.
 * @param looks how many the training can pay for. Where it cannot pay for all, its first tenth is seen half as often, and
 *   the rest at fewer epochs, though at some.
 */
export function observationSteps(plan: StepPlan, looks = Infinity): number[] {
  const total = plan.stepsPerEpoch * plan.epochs;
  const young = youngSteps(total);
  const all = ascending([0, total, ...young, ...spreadSteps(plan, mostEpochs)]);
  if (all.length <= looks) return all;
  const early = [
    0,
    total,
    ...young.filter((step) => step <= total / 10 && Number.isInteger(Math.log2(step))),
  ];
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, looks - early.length));
  return ascending([...early, ...spreadSteps(plan, epochs)]);
}

/** 1, 2, 3, 4, 6, 8, 12, … */
function youngSteps(total: number): number[] {
  const steps: number[] = [];
  for (let step = 1; step <= total; step *= 2) {
    steps.push(step);
    if (step >= 2 && 1.5 * step <= total) steps.push(1.5 * step);
  }
  return steps;
}

/** The ends of so many epochs at the most, or moments spread over fewer. */
function spreadSteps({ stepsPerEpoch, epochs }: StepPlan, most: number): number[] {
  const every = Math.ceil(epochs / most);
  const ends = Array.from(
    { length: Math.floor(epochs / every) },
    (_, place) => (place + 1) * every * stepsPerEpoch,
  );
  const parts = Math.min(stepsPerEpoch, Math.ceil(Math.min(fewestMoments, most) / epochs));
  if (parts <= 1) return ends;
  const moments = Array.from({ length: parts * epochs - 1 }, (_, place) =>
    Math.round(((place + 1) * stepsPerEpoch) / parts),
  );
  return [...ends, ...moments];
}

function ascending(steps: readonly number[]): number[] {
  return [...new Set(steps)].sort((a, b) => a - b);
}

/**
 * How many looks a training can pay for with its {@link lookShare}. Of short steps any number: there it is not the
 * examples that cost.
 * @param probe examples of a look
 */
export function affordableLooks(
  { totals }: { readonly totals: Totals },
  { stepsPerEpoch, epochs, batchSize }: StepPlan & { readonly batchSize: number },
  probe: number,
): number {
  if (totals.multiplyAdds * batchSize <= fewMultiplyAdds) return Infinity;
  const ofExample = stepExamplesOfExample + (multiplyAddsOfValue * valuesOf(totals)) / totals.multiplyAdds;
  const stepsOfLook = stepsOfInterruption + (probe / batchSize) * ofExample;
  return Math.floor((lookShare * stepsPerEpoch * epochs) / stepsOfLook);
}

/** Of one example, in the outputs of all layers. */
function valuesOf({ activationBytes }: Totals): number {
  return activationBytes / 4;
}

/**
 * The examples that a net is observed on: those that may be looked at of its data, or, where its layers give many
 * values for each, the first of them.
 */
export function observedExamples(
  splits: ProbedSplits,
  inputSize: number,
  { totals }: { readonly totals: Totals },
): Int32Array {
  const fitting = Math.max(fewestExamples, Math.floor(mostValues / valuesOf(totals)));
  return probeOf(splits, inputSize).subarray(0, fitting);
}

interface ProbedSplits {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/**
 * The examples of which may be told what a net does with them: of validation or, where there is none, of training; the
 * same for every run of the same data and split.
 * @param inputSize values of one example
 */
export function probeOf({ training, validation }: ProbedSplits, inputSize: number): Int32Array {
  const fitting = Math.max(fewestExamples, Math.floor(mostInputValues / inputSize));
  return (validation.length > 0 ? validation : training).slice(0, Math.min(mostExamples, fitting));
}

/** Whether a run is to be observed. */
export function isObserved({ observation = 'auto' }: Pick<TrainingConfig, 'observation'>): boolean {
  return observation === 'auto';
}
