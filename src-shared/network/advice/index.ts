import type { InferredNetwork, NetworkGoal, NetworkProblem } from '../inference';
import type { Advice } from './advice';

/** Everything that is told as a warning. New advice is its file and its line here. */
export const adviceCatalogue: readonly Advice[] = [];

/** Warnings for a network that has no errors; one that has gets those mended first. */
export function giveAdvice(network: InferredNetwork, goal: NetworkGoal): NetworkProblem[] {
  if (network.problems.some((problem) => problem.severity === 'error')) return [];
  return adviceCatalogue.flatMap((advice) => advice(network, goal));
}
