import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { LibrarySettings } from '@shared/training/computing/librarySettings';
import type { Compilation } from '@shared/training/computing/compilation';
import type { Experiment } from '@shared/experiment/experiment';
import type { GroupPlace } from '../runs/new/newRun';
import { GroupTrainer } from './groupTrainer';
import { Job, type JobServices } from './job';

/** Milliseconds that a trainer gets to answer a person's stop, and the engine's end. */
const stopPatience = 10_000;
const shutdownPatience = 4_000;
/** Milliseconds until a run that found the disk full is tried again. */
const retryInterval = 1_000;

/** A run that is to be trained. */
export interface QueuedRun {
  readonly runId: RunId;
  /** Go on from the last checkpoint. */
  readonly resume: boolean;
  /** For its trainer, which takes them when it starts. */
  readonly settings: LibrarySettings;
  /** How its steps are to be run; plainly where absent. */
  readonly compilation?: Compilation;
  /** Those that it is trained as one with. */
  readonly group?: QueuedGroup;
  /** Why it is not trained as one with those that it was started with. */
  readonly apart?: string;
}

/** Runs with the same id that wait together are trained together. */
export interface QueuedGroup extends GroupPlace {
  /** Of all runs that the group began with, by place. */
  readonly experiments: readonly Experiment[];
  /** Groups like it that train at once, a core each, and take one place together. */
  readonly sideBySide: number;
}

/** What adding up shares of a place may be off by. */
const rounding = 1e-9;

/**
 * The runs of this engine that wait or train, in the order of their places in line. At most `size` train at once, a group
 * of runs that are trained as one counting as one, and groups that are trained side by side counting as one together; a
 * paused run keeps its trainer, but gives its place to the next one, and goes on at once when it is resumed.
 */
export class JobQueue {
  private readonly waiting: QueuedRun[] = [];
  private readonly jobs = new Map<RunId, Job>();
  /** Which of the jobs are trained as one; each by itself where it is not here. */
  private readonly crews = new WeakMap<Job, GroupTrainer>();
  private closed = false;

  constructor(
    private readonly services: JobServices,
    private readonly size: number,
  ) {}

  get runningCount(): number {
    return [...this.jobs.values()].filter((job) => !job.paused).length;
  }

  /** Places that trainers at work take. */
  private get busy(): number {
    const working = [...this.jobs.values()].filter((job) => !job.paused);
    const trainers = new Set(working.map((job) => this.crews.get(job) ?? job));
    return [...trainers].reduce((sum, each) => sum + (each instanceof GroupTrainer ? each.share : 1), 0);
  }

  get queuedCount(): number {
    return this.waiting.length;
  }

  /** The job of a run that has a trainer. */
  job(runId: RunId): Job | undefined {
    return this.jobs.get(runId);
  }

  /** Has trainers tell of themselves as often as is wanted now. @param runId of one job; of all where absent */
  heed(runId?: RunId): void {
    for (const job of runId === undefined ? this.jobs.values() : [this.jobs.get(runId)]) job?.heed();
  }

  /** None begins before all wait: those of a group begin together. */
  enqueue(...runs: readonly QueuedRun[]): void {
    if (this.closed) {
      throw new AppError('notAllowedNow', 'The engine is ending.', {
        where: runs.map(({ runId }) => runId).join(', '),
        remedy: 'Start Layerlab again, then continue the run.',
      });
    }
    this.waiting.push(...runs);
    this.fill();
  }

  /** @throws AppError `notAllowedNow` */
  async pause(runId: RunId): Promise<void> {
    await this.require(runId, 'paused').pause();
    this.fill();
  }

  /** @throws AppError `notAllowedNow` */
  async resume(runId: RunId): Promise<void> {
    await this.require(runId, 'resumed').resume();
  }

  /** Resolves when the run has ended; one that waits is taken out of the queue. @throws AppError `notAllowedNow` */
  async stop(runId: RunId): Promise<void> {
    if (!this.takeOut(runId)) await this.require(runId, 'stopped').stop('stopped', stopPatience);
  }

  /** @returns whether the run waited; one whose turn has come trains on. */
  takeOut(runId: RunId): boolean {
    const place = this.waiting.findIndex((waiting) => waiting.runId === runId);
    if (place < 0) return false;
    const run = this.services.runs.ended(runId, 'stopped');
    this.waiting.splice(place, 1);
    this.services.broadcaster.runChanged(run);
    return true;
  }

  /** Ends everything, each with a checkpoint where its trainer answers: those runs are interrupted. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { runId } of this.waiting.splice(0)) {
      this.endWaiting(runId);
    }
    await Promise.all([...this.jobs.values()].map((job) => job.stop('interrupted', shutdownPatience)));
  }

  private endWaiting(runId: RunId): void {
    try {
      this.services.broadcaster.runChanged(this.services.runs.ended(runId, 'interrupted'));
    } catch (thrown) {
      // The next engine finds a run that no engine has in hand, and so interrupted.
      this.services.log.error({ err: thrown, runId }, 'the end of a waiting run could not be recorded');
    }
  }

  private fill(): void {
    for (
      let next = this.nextInLine();
      next !== undefined && this.hasRoomFor(next);
      next = this.nextInLine()
    ) {
      this.waiting.splice(this.waiting.indexOf(next), 1);
      const later = next.group === undefined ? this.begin(next) : this.beginGroup(next, next.group);
      if (later.length > 0) return this.beginLater(later);
    }
  }

  private hasRoomFor(run: QueuedRun): boolean {
    return !this.closed && this.busy + shareOf(run) <= this.size + rounding;
  }

  /** The run whose turn it is, if there is room for any, by its place; where that cannot be read, the one that has waited longest. */
  private nextInLine(): QueuedRun | undefined {
    const [longest] = this.waiting;
    // The order is only read where one of them could begin.
    if (longest === undefined || !this.waiting.some((run) => this.hasRoomFor(run))) return undefined;
    try {
      const first = this.services.runs.queue.firstOf(new Set(this.waiting.map(({ runId }) => runId)));
      return this.waiting.find(({ runId }) => runId === first) ?? longest;
    } catch (thrown) {
      this.services.log.error({ err: thrown }, 'the order of the queue could not be read');
      return longest;
    }
  }

  /** @returns the run where it neither begins nor can be written down as ended: there may be room for that later. */
  private begin(run: QueuedRun, crew?: GroupTrainer): QueuedRun[] {
    let job: Job;
    const takeSeat = () =>
      crew === undefined
        ? this.services.trainers.take(run.settings)
        : crew.seat(run.runId, run.group?.place ?? 0);
    try {
      job = new Job(run, this.services, takeSeat);
    } catch (thrown) {
      this.services.log.error({ err: thrown, runId: run.runId }, 'a trainer could not be started');
      return this.endUnbegun(run.runId, AppError.from(thrown)) ? [] : [run];
    }
    if (crew !== undefined) this.crews.set(job, crew);
    this.jobs.set(run.runId, job);
    void job.ended.then(() => {
      this.jobs.delete(run.runId);
      this.fill();
    });
    return [];
  }

  /** Begins a run with all others of its group that wait. @returns as {@link begin} */
  private beginGroup(first: QueuedRun, { id, experiments }: QueuedGroup): QueuedRun[] {
    const others = this.waiting.filter(({ group }) => group?.id === id);
    for (const other of others) this.waiting.splice(this.waiting.indexOf(other), 1);
    const trainer = this.services.trainers.take(first.settings);
    const crew = new GroupTrainer(trainer, experiments, shareOf(first));
    const later = [first, ...others].flatMap((run) => this.begin(run, crew));
    crew.start();
    return later;
  }

  private endUnbegun(runId: RunId, error: AppError): boolean {
    const state = error.code === 'diskFull' ? 'interrupted' : 'failed';
    try {
      this.services.broadcaster.runChanged(this.services.runs.ended(runId, state, { error: error.toData() }));
      return true;
    } catch (thrown) {
      this.services.log.error({ err: thrown, runId }, 'a run that could not be started could not be ended');
      return false;
    }
  }

  private beginLater(waiting: readonly QueuedRun[]): void {
    this.waiting.unshift(...waiting);
    setTimeout(() => this.fill(), retryInterval).unref();
  }

  private require(runId: RunId, verb: string): Job {
    const job = this.jobs.get(runId);
    if (job !== undefined) return job;
    const { state } = this.services.runs.summary(runId);
    const isWaiting = this.waiting.some((waiting) => waiting.runId === runId);
    const elsewhere = ['queued', 'running', 'paused'].includes(state) && !isWaiting;
    throw new AppError(
      'notAllowedNow',
      elsewhere
        ? `The run is trained by another Layerlab on this workspace, so it cannot be ${verb} from here.`
        : `A run that is ${state} cannot be ${verb}.`,
      {
        where: runId,
        remedy: elsewhere
          ? 'Use the window or terminal that started it.'
          : isWaiting
            ? 'Wait until its turn comes, or stop it to take it out of the queue.'
            : 'Reload the list of runs to see its present state.',
      },
    );
  }
}

/** Of a place. */
function shareOf({ group }: QueuedRun): number {
  return 1 / (group?.sideBySide ?? 1);
}
