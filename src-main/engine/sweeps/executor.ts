import type { AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import type { SweepMetric } from '@shared/runs/sweeps/metric';
import type { RunState } from '@shared/runs/run';

/** One training that a sweep wants done. */
export interface SweepTask {
  /** Names the task for ever: whoever hands over the same key again wants no second run. */
  readonly key: string;
  readonly experiment: Experiment;
}

/** How a task's run has ended. */
export interface TaskEnd {
  /** Never an active one. `interrupted`: not for good; the task can be handed over again. */
  readonly state: RunState;
  /** Of the metric that was asked for; null where it was not measured. */
  readonly value: number | null;
  readonly error: AppErrorData | null;
}

export interface TaskListener {
  /**
   * What a metric of the validation split was after an epoch, from 1; null where it was no number. Epochs come in
   * order; those of a run that goes on come again.
   */
  measured(epoch: number, value: number | null): void;
  /** Comes once, and nothing after it. */
  ended(end: TaskEnd): void;
}

/**
 * Trains what sweeps want trained. A sweep knows nothing of where that is: it hands over tasks and hears of their metrics
 * and ends.
 */
export interface SweepExecutor {
  /** Tasks that it can work on at once; a sweep hands over a further point when fewer are under way. */
  readonly places: number;
  /**
   * Takes the tasks of one point, all or none, and lasts: when this resolves, the runs are there also after a crash. A task
   * whose key is known gets the run that it has, which goes on where it stood.
   * @returns the runs in the order of the tasks
   * @throws AppError `badExperiment`, `badNetwork`, `badTraining` or `badDataset` where one cannot be trained at all;
   *   another where it cannot be taken at present
   */
  start(tasks: readonly SweepTask[]): Promise<readonly RunId[]>;
  /** Tells the listener of a run from its beginning, never before this has returned. @returns what ends it */
  follow(runId: RunId, metric: SweepMetric, listener: TaskListener): () => void;
  /**
   * Ends a run so that it can go on when its task is handed over again; one that has ended stays as it is. Resolves when
   * the run has ended.
   */
  stop(runId: RunId): Promise<void>;
}
