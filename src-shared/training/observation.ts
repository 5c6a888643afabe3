import type { TrainingConfig } from './config';

/** Examples that a run is observed on, at the most. */
const mostExamples = 256;
const fewestExamples = 32;
/** Values of inputs that they have together, about: what a probe of large images costs would otherwise be felt. */
const mostInputValues = 200_000;

/** Epoch ends, and moments spread over few epochs, that are observed at the most. */
const mostEpochs = 50;
const fewestMoments = 20;

/** How the training steps lie. */
export interface StepPlan {
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}

/**
 * The steps after which a run is observed, ascending: before the first; ever more seldom while it is young; at the ends
 * of epochs, thinned evenly where there are many; and at moments spread over them where there are few. They depend on
 * the number of steps alone, so that two runs are seen at the same ones.
 */
export function observationSteps({ stepsPerEpoch, epochs }: StepPlan): number[] {
  const total = stepsPerEpoch * epochs;
  const steps = new Set([0, total]);
  for (let step = 1; step <= total; step *= 2) {
    steps.add(step);
    if (step >= 2 && 1.5 * step <= total) steps.add(1.5 * step);
  }
  const every = Math.ceil(epochs / mostEpochs);
  for (let epoch = every; epoch <= epochs; epoch += every) steps.add(epoch * stepsPerEpoch);
  const parts = Math.min(stepsPerEpoch, Math.ceil(fewestMoments / epochs));
  if (parts > 1) {
    for (let moment = 1; moment < parts * epochs; moment++)
      steps.add(Math.round((moment * stepsPerEpoch) / parts));
  }
  return [...steps].sort((a, b) => a - b);
}

/**
 * The examples that a run is observed on: of validation or, where there is none, of training; the same for every run of
 * the same data and split.
 * @param inputSize values of one example
 */
export function probeOf(
  { training, validation }: { readonly training: Int32Array; readonly validation: Int32Array },
  inputSize: number,
): Int32Array {
  const fitting = Math.max(fewestExamples, Math.floor(mostInputValues / inputSize));
  return (validation.length > 0 ? validation : training).slice(0, Math.min(mostExamples, fitting));
}

/** Whether a run is to be observed. */
export function isObserved({ observation = 'auto' }: Pick<TrainingConfig, 'observation'>): boolean {
  return observation === 'auto';
}
