import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { CheckpointName } from '@shared/runs/run';
import type { PredictJob, TrainerAnswer, TrainerRequest } from '../../trainer/protocol';
import { noCheckpoint } from '../runs/runErrors';
import type { RunStore } from '../runs/runStore';
import type { Workspace } from '../workspace';
import type { TrainerPool } from './trainerPool';
import { crashError, type TrainerProcess } from './trainerProcess';

/** Milliseconds that a process stays after its last answer: long enough for a person who looks around. */
const idleTime = 30_000;
/** Checkpoints that are held ready at once, where no more of them answer. */
const mostProcesses = 2;

interface Predictor {
  readonly trainer: TrainerProcess;
  /** Rejects where the checkpoint could not be made ready. */
  readonly started: Promise<void>;
  /** Requests that it has not answered yet. */
  requests: number;
  /** Ends it; runs only while there are no requests. */
  idle: NodeJS.Timeout | null;
}

/** Trainer processes that answer requests about finished runs' checkpoints, each kept a while for the next request. */
export class Predictors {
  /** By checkpoint, the one used last at the end. */
  private readonly kept = new Map<string, Predictor>();
  private readonly alive = new Set<TrainerProcess>();

  constructor(private readonly services: { runs: RunStore; trainers: TrainerPool; workspace: Workspace }) {}

  /** @throws AppError `notFound` where the run has no such checkpoint; the trainer's own errors */
  async ask(runId: RunId, name: CheckpointName, request: TrainerRequest): Promise<TrainerAnswer> {
    const { runs, workspace } = this.services;
    const material = runs.material(runId);
    const { experiment, dataset, checkpoints } = material;
    const facts = checkpoints[name];
    if (facts === undefined) throw noCheckpoint(name, runId, material);
    // What is asked of other moments' weights is answered by a process whose weights nobody else asks about.
    const key = `${runId}/${request.kind === 'lookBack' ? 'moments' : `${name}/${facts.weightsHash}`}`;
    const kept = this.kept.get(key);
    if (kept !== undefined && !kept.trainer.isGone) return this.answer(key, kept, request);
    const datasetDirectory = workspace.dataset(dataset.hash);
    const job = { experiment, dataset, datasetDirectory, checkpoint: workspace.checkpoint(runId, name) };
    return this.answer(key, this.start(job), request);
  }

  /** Does some work with a trainer that is there for this work alone. @throws AppError the trainer's own */
  async withOne<Result>(
    job: PredictJob,
    work: (ask: (request: TrainerRequest) => Promise<TrainerAnswer>) => Promise<Result>,
  ): Promise<Result> {
    const { trainer, started } = this.start(job);
    try {
      await started;
      return await work((request) => trainer.request(request));
    } finally {
      void trainer.release();
    }
  }

  async close(): Promise<void> {
    const trainers = [...this.alive];
    for (const key of [...this.kept.keys()]) this.end(key);
    await Promise.all(trainers.map((trainer) => trainer.release()));
  }

  private async answer(key: string, predictor: Predictor, request: TrainerRequest): Promise<TrainerAnswer> {
    this.kept.delete(key);
    this.kept.set(key, predictor);
    if (predictor.idle !== null) clearTimeout(predictor.idle);
    predictor.idle = null;
    predictor.requests += 1;
    this.endSurplus();
    try {
      await predictor.started;
      return await predictor.trainer.request(request);
    } finally {
      predictor.requests -= 1;
      if (predictor.requests === 0 && this.kept.get(key) === predictor) {
        predictor.idle = setTimeout(() => this.end(key), idleTime);
        predictor.idle.unref();
        this.endSurplus();
      }
    }
  }

  private start(job: PredictJob): Predictor {
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
        reject(crashError(exit, null));
      });
    });
    started.catch(() => void trainer.release());
    trainer.send({ type: 'predict', job });
    return { trainer, started, requests: 0, idle: null };
  }

  /** Ends those that were used longest ago and have nothing to answer. */
  private endSurplus(): void {
    for (const [key, { requests }] of [...this.kept]) {
      if (this.kept.size <= mostProcesses) return;
      if (requests === 0) this.end(key);
    }
  }

  private end(key: string): void {
    const predictor = this.kept.get(key);
    if (predictor === undefined) return;
    this.kept.delete(key);
    if (predictor.idle !== null) clearTimeout(predictor.idle);
    void predictor.trainer.release();
  }
}
