import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { CheckpointName, TrainerAnswer, TrainerRequest } from '../../trainer/protocol';
import type { RunStore } from '../runs/runStore';
import type { Workspace } from '../workspace';
import type { TrainerPool } from './trainerPool';
import type { TrainerProcess } from './trainerProcess';

/** Milliseconds that a process stays after its last answer: long enough for a person who looks around. */
const idleTime = 30_000;
/** Checkpoints that are held ready at once. */
const mostProcesses = 2;

interface Predictor {
  readonly trainer: TrainerProcess;
  /** Rejects where the checkpoint could not be made ready. */
  readonly started: Promise<void>;
  idle: NodeJS.Timeout | null;
}

/** Trainer processes that answer requests about finished runs' checkpoints, each kept a while for the next request. */
export class Predictors {
  /** By checkpoint, the one used last at the end. */
  private readonly predictors = new Map<string, Predictor>();

  constructor(private readonly services: { runs: RunStore; trainers: TrainerPool; workspace: Workspace }) {}

  /** @throws AppError `notFound` where the run has no such checkpoint; the trainer's own errors */
  async ask(runId: RunId, name: CheckpointName, request: TrainerRequest): Promise<TrainerAnswer> {
    const facts = this.services.runs.material(runId).checkpoints[name];
    if (facts === undefined) {
      throw new AppError('notFound', `The run has no ${name} checkpoint.`, {
        where: runId,
        remedy: 'Train it for at least one epoch.',
      });
    }
    const key = `${runId}/${name}/${facts.weightsHash}`;
    const predictor = this.predictors.get(key) ?? this.start(key, runId, name);
    if (predictor.idle !== null) clearTimeout(predictor.idle);
    this.predictors.delete(key);
    this.predictors.set(key, predictor);
    try {
      await predictor.started;
      return await predictor.trainer.request(request);
    } finally {
      predictor.idle = setTimeout(() => this.end(key), idleTime);
      predictor.idle.unref();
    }
  }

  async close(): Promise<void> {
    const trainers = [...this.predictors.values()].map(({ trainer }) => trainer);
    for (const key of [...this.predictors.keys()]) this.end(key);
    await Promise.all(trainers.map((trainer) => trainer.release()));
  }

  private start(key: string, runId: RunId, name: CheckpointName): Predictor {
    const [oldest] = this.predictors.keys();
    if (oldest !== undefined && this.predictors.size >= mostProcesses) this.end(oldest);
    const { runs, trainers, workspace } = this.services;
    const { experiment, dataset } = runs.material(runId);
    const trainer = trainers.take();
    const started = new Promise<void>((resolve, reject) => {
      trainer.onMessage((message) => {
        if (message.type === 'started') resolve();
        if (message.type === 'finished' && message.error !== null) reject(AppError.fromData(message.error));
      });
      trainer.ready.catch(reject);
      void trainer.exited.then(() => {
        this.predictors.delete(key);
        reject(new AppError('trainerCrashed', 'The process that answers for the checkpoint has ended.'));
      });
    });
    started.catch(() => this.end(key));
    trainer.send({
      type: 'predict',
      job: {
        experiment,
        dataset,
        datasetDirectory: workspace.dataset(dataset.hash),
        checkpoint: workspace.checkpoint(runId, name),
      },
    });
    const predictor: Predictor = { trainer, started, idle: null };
    this.predictors.set(key, predictor);
    return predictor;
  }

  private end(key: string): void {
    const predictor = this.predictors.get(key);
    if (predictor === undefined) return;
    this.predictors.delete(key);
    if (predictor.idle !== null) clearTimeout(predictor.idle);
    void predictor.trainer.release();
  }
}
