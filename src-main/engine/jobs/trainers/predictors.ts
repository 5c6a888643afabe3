import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { CheckpointName } from '@shared/runs/run';
import type { PredictJob, TrainerAnswer, TrainerRequest } from '../../../trainer/protocol';
import { noCheckpoint } from '../../runs/runErrors';
import type { RunStore } from '../../runs/runStore';
import type { Workspace } from '../../workspace';
import type { TrainerPool } from './trainerPool';
import { crashError, type TrainerProcess } from './trainerProcess';

/** Milliseconds that a process stays after its last answer: long enough for a person who looks around. */
const idleTime = 30_000;
/** Processes at once, each of some 400 MB: who asks for another one waits until one of them can be ended. */
const mostProcesses = 2;

interface Predictor {
  readonly trainer: TrainerProcess;
  /** Rejects where the checkpoint could not be made ready. */
  readonly started: Promise<void>;
}

interface Kept extends Predictor {
  /** Requests that it has not answered yet. */
  requests: number;
  /** Ends it; runs only while there are no requests. */
  idle: NodeJS.Timeout | null;
}

/**
 * Trainer processes that answer requests about finished runs' checkpoints, each kept a while for the next request. There are
 * never more than a few at once.
 */
export class Predictors {
  /** By checkpoint, the one used last at the end. */
  private readonly kept = new Map<string, Kept>();
  private readonly alive = new Set<TrainerProcess>();
  /** Those of them that were told to end. */
  private readonly ending = new Set<TrainerProcess>();
  /** Whoever waits for a process, in the order in which they came. */
  private waiting: (() => void)[] = [];
  private closed = false;

  constructor(private readonly services: { runs: RunStore; trainers: TrainerPool; workspace: Workspace }) {}

  /**
   * @param signal whoever gave up no longer waits for a process
   * @throws AppError `notFound` where the run has no such checkpoint; the trainer's own errors
   */
  async ask(
    runId: RunId,
    name: CheckpointName,
    request: TrainerRequest,
    signal?: AbortSignal,
  ): Promise<TrainerAnswer> {
    const { runs, workspace } = this.services;
    const material = runs.material(runId);
    const { experiment, dataset, checkpoints } = material;
    const facts = checkpoints[name];
    if (facts === undefined) throw noCheckpoint(name, runId, material);
    // What is asked of other moments' weights is answered by a process whose weights nobody else asks about.
    const key = `${runId}/${request.kind === 'lookBack' ? 'moments' : `${name}/${facts.weightsHash}`}`;
    const datasetDirectory = workspace.dataset(dataset.hash);
    const job = { experiment, dataset, datasetDirectory, checkpoint: workspace.checkpoint(runId, name) };
    const predictor = await this.when(() => this.take(key, job), signal);
    try {
      await predictor.started;
      return await predictor.trainer.request(request);
    } finally {
      this.giveBack(key, predictor);
    }
  }

  /** Does some work with a trainer that is there for this work alone. @throws AppError the trainer's own */
  async withOne<Result>(
    job: PredictJob,
    work: (ask: (request: TrainerRequest) => Promise<TrainerAnswer>) => Promise<Result>,
  ): Promise<Result> {
    const { trainer, started } = await this.when(() => this.start(job));
    try {
      await started;
      return await work((request) => trainer.request(request));
    } finally {
      this.release(trainer);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    const trainers = [...this.alive];
    for (const key of [...this.kept.keys()]) this.end(key);
    await Promise.all(trainers.map((trainer) => trainer.release()));
  }

  /** Waits until there is what is taken. @throws where it was given up, or the engine ends */
  private async when<Taken>(take: () => Taken | null, signal?: AbortSignal): Promise<Taken> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.closed) throw new AppError('notAllowedNow', 'The engine is closing.');
      const taken = take();
      if (taken !== null) return taken;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Lets all who wait look again, in their order. */
  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const look of waiting) look();
  }

  /** The process that has a checkpoint ready, with one more request; null where there is no room for it yet. */
  private take(key: string, job: PredictJob): Kept | null {
    let kept = this.kept.get(key);
    if (kept === undefined || kept.trainer.isGone) {
      const started = this.start(job);
      if (started === null) return null;
      const own: Kept = { ...started, requests: 0, idle: null };
      kept = own;
      void own.trainer.exited.then(() => this.kept.get(key) === own && this.end(key));
    }
    this.kept.delete(key);
    this.kept.set(key, kept);
    if (kept.idle !== null) clearTimeout(kept.idle);
    kept.idle = null;
    kept.requests += 1;
    return kept;
  }

  private giveBack(key: string, predictor: Kept): void {
    predictor.requests -= 1;
    if (predictor.requests > 0 || this.kept.get(key) !== predictor) return;
    predictor.idle = setTimeout(() => this.end(key), idleTime);
    predictor.idle.unref();
    this.wake();
  }

  /** Null where there are as many as there may be; the one that was used longest ago and has nothing to do makes room. */
  private start(job: PredictJob): Predictor | null {
    if (this.alive.size >= mostProcesses) {
      const idle = [...this.kept].find(([, { requests }]) => requests === 0);
      if (this.ending.size === 0 && idle !== undefined) this.end(idle[0]);
      return null;
    }
    const trainer = this.services.trainers.take();
    this.alive.add(trainer);
    const started = new Promise<void>((resolve, reject) => {
      trainer.onMessage((message) => {
        if (message.type === 'started') resolve();
        if (message.type === 'finished' && message.error !== null) reject(AppError.fromData(message.error));
      });
      trainer.ready.catch(reject);
      void trainer.exited.then((exit) => {
        this.alive.delete(trainer);
        this.ending.delete(trainer);
        reject(crashError(exit, null));
        this.wake();
      });
    });
    started.catch(() => this.release(trainer));
    trainer.send({ type: 'predict', job });
    return { trainer, started };
  }

  private end(key: string): void {
    const kept = this.kept.get(key);
    if (kept === undefined) return;
    this.kept.delete(key);
    if (kept.idle !== null) clearTimeout(kept.idle);
    this.release(kept.trainer);
  }

  private release(trainer: TrainerProcess): void {
    if (this.alive.has(trainer)) this.ending.add(trainer);
    void trainer.release();
  }
}
