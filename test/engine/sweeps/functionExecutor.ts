import type { DatasetFacts } from '@shared/data/facts';
import { requireSound } from '@shared/experiment/check';
import type { Experiment } from '@shared/experiment/experiment';
import { runIdSchema, type RunId } from '@shared/ids';
import type { SweepMetric } from '@shared/runs/sweeps/metric';
import type { SweepExecutor, SweepTask, TaskListener } from '../../../src-main/engine/sweeps/executor';

/** The data set of the experiments. */
const spirals: DatasetFacts = { inputShape: [2], task: 'classification', classNames: ['0', '1'] };

/** What an experiment comes to after an epoch; null: it diverges there. */
export type Course = (experiment: Experiment, epoch: number) => number | null;

/** An executor that trains nothing: a function says what each experiment comes to. */
export class FunctionExecutor implements SweepExecutor {
  /** Keys in the order in which they were handed over, those of runs that it knew already among them. */
  readonly handed: string[] = [];
  /** Epochs that were worked on, by run. */
  readonly epochs = new Map<RunId, number>();
  private readonly experiments = new Map<RunId, Experiment>();
  private readonly stopped = new Set<RunId>();

  constructor(
    private readonly course: Course,
    readonly places = 1,
  ) {}

  async start(tasks: readonly SweepTask[]): Promise<readonly RunId[]> {
    await Promise.resolve();
    for (const { experiment } of tasks) requireSound(experiment, spirals);
    return tasks.map(({ key, experiment }) => {
      const runId = runIdSchema.parse(key);
      this.handed.push(key);
      this.experiments.set(runId, experiment);
      this.stopped.delete(runId);
      return runId;
    });
  }

  follow(runId: RunId, _metric: SweepMetric, listener: TaskListener): () => void {
    const ending = new AbortController();
    void this.work(runId, listener, ending.signal);
    return () => ending.abort();
  }

  stop(runId: RunId): Promise<void> {
    this.stopped.add(runId);
    return Promise.resolve();
  }

  private async work(runId: RunId, listener: TaskListener, signal: AbortSignal): Promise<void> {
    const experiment = this.experiments.get(runId);
    if (experiment === undefined) throw new Error(`there is no task ${runId}`);
    let value: number | null = null;
    for (let epoch = 1; epoch <= experiment.training.epochs; epoch++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      if (this.stopped.has(runId)) return listener.ended({ state: 'stopped', value, error: null });
      this.epochs.set(runId, epoch);
      value = this.course(experiment, epoch);
      if (value === null) return listener.ended({ state: 'diverged', value, error: null });
      listener.measured(epoch, value);
    }
    if (!signal.aborted) listener.ended({ state: 'completed', value, error: null });
  }
}
