import type { DatasetTask } from '../../catalogue/task';
import type { InferredNetwork, NetworkProblem } from '../../network/inference';

/** What the network is trained for, for the advice that depends on it. What is absent is not known. */
export interface TrainingGoal {
  /** The loss's kind. */
  readonly loss?: string;
  readonly task?: DatasetTask;
  /** Number of classes; 0 for regression. */
  readonly classes?: number;
}

/** Looks at a network without errors and says what will probably not do what was meant, and why. */
export type Advice = (network: InferredNetwork, goal: TrainingGoal) => readonly NetworkProblem[];
