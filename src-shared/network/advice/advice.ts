import type { InferredNetwork, NetworkGoal, NetworkProblem } from '../inference';

/** Looks at a network without errors and says what will probably not do what was meant, and why. */
export type Advice = (network: InferredNetwork, goal: NetworkGoal) => readonly NetworkProblem[];
