import type { InferredNetwork, NetworkProblem } from '../../network/inference';
import { activationInLoss } from './activationInLoss';
import type { Advice, TrainingGoal } from './advice';
import { dropoutAtOutput } from './dropoutAtOutput';
import { limitedOutput } from './limitedOutput';
import { noNonlinearity } from './noNonlinearity';
import { normalizationAtOutput } from './normalizationAtOutput';
import { saturatingHiddenLayers } from './saturatingHiddenLayers';

/** Everything that is told as a warning. New advice is its file and its line here. */
export const adviceCatalogue: readonly Advice[] = [
  saturatingHiddenLayers,
  noNonlinearity,
  activationInLoss,
  limitedOutput,
  dropoutAtOutput,
  normalizationAtOutput,
];

/** Warnings for a network that has no errors; one that has gets those mended first. */
export function giveAdvice(network: InferredNetwork, goal: TrainingGoal): NetworkProblem[] {
  if (network.problems.some((problem) => problem.severity === 'error')) return [];
  return adviceCatalogue.flatMap((advice) => advice(network, goal));
}
