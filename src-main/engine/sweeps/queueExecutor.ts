import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { activeStates, resumableStates, type RunSummary } from '@shared/runs/run';
import type { SweepMetric } from '@shared/runs/sweeps/metric';
import type { TrainingParts } from '../engineParts';
import { continueRuns } from '../jobs/starting/continueRuns';
import { startRuns } from '../jobs/starting/startRun';
import type { SweepExecutor, SweepTask, TaskEnd, TaskListener } from './executor';
import type { SweepStore } from './sweepStore';

/** How often a run goes on whose trainer died. */
const mostCrashes = 2;

/** Trains on this machine, in the engine's queue. */
export class QueueExecutor implements SweepExecutor {
  private readonly crashes = new Map<RunId, number>();

  constructor(
    private readonly parts: TrainingParts,
    private readonly store: SweepStore,
    readonly places: number,
  ) {}

  async start(tasks: readonly SweepTask[]): Promise<readonly RunId[]> {
    const known = new Map(tasks.flatMap(({ key }) => this.knownAs(key)));
    await this.goOn([...known.values()]);
    const fresh = tasks.filter(({ key }) => !known.has(key));
    if (fresh.length > 0) {
      const experiments = fresh.map(({ experiment }) => experiment);
      await startRuns(this.parts, experiments, {
        alongside: (runIds) =>
          runIds.forEach((runId, place) => {
            const key = fresh[place]?.key ?? '';
            this.store.rememberTask(key, runId);
            known.set(key, runId);
          }),
      });
    }
    return tasks.flatMap(({ key }) => known.get(key) ?? []);
  }

  follow(runId: RunId, metric: SweepMetric, listener: TaskListener): () => void {
    const ending = new AbortController();
    void this.tell(runId, metric, listener, ending.signal);
    return () => ending.abort();
  }

  async stop(runId: RunId): Promise<void> {
    try {
      await this.parts.queue.stop(runId);
    } catch (thrown) {
      // It has ended meanwhile.
      if (!['notAllowedNow', 'notFound'].includes(AppError.from(thrown).code)) throw thrown;
    }
  }

  private knownAs(key: string): [string, RunId][] {
    const runId = this.store.runOfTask(key);
    return runId === null ? [] : [[key, runId]];
  }

  /** Runs whose engine died, or that were stopped with their sweep. */
  private async goOn(runIds: readonly RunId[]): Promise<void> {
    const resumable = runIds.filter((runId) => {
      const run = this.summary(runId);
      return run !== null && resumableStates.includes(run.state);
    });
    await continueRuns(this.parts, resumable);
  }

  /** Null for a run in the bin. */
  private summary(runId: RunId): RunSummary | null {
    try {
      return this.parts.runs.summary(runId);
    } catch (thrown) {
      if (AppError.from(thrown).code === 'notFound') return null;
      throw thrown;
    }
  }

  private async tell(
    runId: RunId,
    metric: SweepMetric,
    listener: TaskListener,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const end = await this.watch(runId, metric, listener, signal);
      if (!signal.aborted) listener.ended(end);
    } catch (thrown) {
      this.parts.log.error({ err: thrown, runId }, 'a run of a sweep could not be followed');
      const error = AppError.from(thrown).toData();
      if (!signal.aborted) listener.ended({ state: 'failed', value: null, error });
    }
  }

  private async watch(
    runId: RunId,
    metric: SweepMetric,
    listener: TaskListener,
    signal: AbortSignal,
  ): Promise<TaskEnd> {
    const { broadcaster, metrics } = this.parts;
    const stream = broadcaster.subscribeToRun(runId, { pictures: false, closely: true });
    const key = { split: 'validation' as const, name: metric.metric };
    let [epoch, step] = [0, 0];
    const catchUp = () => {
      const { steps, values } = metrics.read(runId, key, step);
      step = steps.at(-1) ?? step;
      for (const value of values)
        if (!signal.aborted) listener.measured(++epoch, Number.isFinite(value) ? value : null);
    };
    signal.addEventListener('abort', () => stream.close(), { once: true });
    try {
      // Nothing is told before the follower knows that it follows.
      await Promise.resolve();
      const run = this.summary(runId);
      if (run === null) return gone(runId);
      if (activeStates.includes(run.state)) {
        for await (const event of stream.events(signal, () => Promise.resolve())) {
          if (event.type === 'metrics') catchUp();
        }
      }
      catchUp();
    } finally {
      broadcaster.unsubscribeFromRun(runId, stream);
    }
    return this.endOf(runId, metric, listener, signal);
  }

  private async endOf(
    runId: RunId,
    metric: SweepMetric,
    listener: TaskListener,
    signal: AbortSignal,
  ): Promise<TaskEnd> {
    const run = this.summary(runId);
    if (run === null) return gone(runId);
    if (run.state === 'crashed' && !signal.aborted && this.mayGoOn(runId)) {
      await continueRuns(this.parts, [runId]);
      return this.watch(runId, metric, listener, signal);
    }
    return { state: run.state, value: run.metrics[metric.field], error: run.error };
  }

  private mayGoOn(runId: RunId): boolean {
    const crashes = (this.crashes.get(runId) ?? 0) + 1;
    this.crashes.set(runId, crashes);
    return crashes <= mostCrashes;
  }
}

function gone(runId: RunId): TaskEnd {
  const error = new AppError('notFound', 'The run was deleted before it had ended.', {
    where: runId,
    remedy: 'Restore it, or start the sweep anew.',
  });
  return { state: 'failed', value: null, error: error.toData() };
}
