import { mkdirSync } from 'node:fs';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { RunState, RunSummary } from '@shared/runs/run';
import type { FromTrainer, TrainerAnswer, TrainerRequest } from '../../trainer/protocol';
import type { Broadcaster } from '../events/broadcaster';
import type { Logger } from '../log';
import type { RunStore } from '../runs/runStore';
import type { VersionFacts } from '../versions';
import type { Workspace } from '../workspace';
import { isDrawable } from './pictures';
import type { TrainerPool } from './trainerPool';
import { crashError, type TrainerExit, type TrainerProcess } from './trainerProcess';

export interface JobServices {
  readonly runs: RunStore;
  readonly broadcaster: Broadcaster;
  readonly trainers: TrainerPool;
  readonly workspace: Workspace;
  readonly versions: VersionFacts;
  readonly log: Logger;
}

/** Milliseconds between two pictures while somebody looks. */
const pictureInterval = 250;
/** Milliseconds between two summaries of a run that is training: lists need no more. */
const summaryInterval = 500;

/** One run in a trainer's hands, from the trainer's start to the run's end. */
export class Job {
  /** Resolves when the run has ended and its row says so. Never rejects. */
  readonly ended: Promise<void>;
  private readonly trainer: TrainerProcess;
  private resolveEnded: () => void = () => undefined;
  private over = false;
  private stopAs: 'stopped' | 'interrupted' | null = null;
  private step: number | null = null;
  private lastSummary = 0;
  private changeListeners: (() => void)[] = [];
  paused = false;

  constructor(
    readonly runId: RunId,
    resume: boolean,
    private readonly services: JobServices,
  ) {
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    const { runs, trainers, workspace } = services;
    const { experiment, dataset } = runs.material(runId);
    const runDirectory = workspace.run(runId);
    mkdirSync(runDirectory, { recursive: true });
    this.trainer = trainers.take();
    this.trainer.onMessage((message) => this.guarded(() => this.hear(message)));
    void this.trainer.exited.then((exit) => this.guarded(() => this.trainerGone(exit)));
    const datasetDirectory = workspace.dataset(dataset.hash);
    this.trainer.send({
      type: 'train',
      job: { runId, experiment, dataset, datasetDirectory, runDirectory, resume },
    });
    if (services.broadcaster.wantsPictures(runId)) this.sendPictures(true);
  }

  /** Resolves when the trainer has paused, or the run has ended before. */
  async pause(): Promise<void> {
    this.trainer.send({ type: 'pause' });
    await this.until(() => this.paused || this.over);
  }

  async resume(): Promise<void> {
    this.trainer.send({ type: 'resume' });
    await this.until(() => !this.paused || this.over);
  }

  /**
   * Ends the training with a checkpoint; kills the trainer where it does not answer in time, and what it trained
   * since its last checkpoint is trained again should the run go on.
   * @param as what the run then is: stopped by a person, or interrupted by the engine's end
   */
  async stop(as: 'stopped' | 'interrupted', patience: number): Promise<void> {
    this.stopAs ??= as;
    this.trainer.send({ type: 'stop' });
    const timer = setTimeout(() => {
      this.services.log.warn({ runId: this.runId, step: this.step }, 'a trainer did not stop and was killed');
      this.trainer.kill();
    }, patience);
    await this.ended;
    clearTimeout(timer);
  }

  ask(request: TrainerRequest): Promise<TrainerAnswer> {
    return this.trainer.request(request);
  }

  sendPictures(wanted: boolean): void {
    this.trainer.send({ type: 'pictures', everyMilliseconds: wanted ? pictureInterval : 0 });
  }

  private hear(message: FromTrainer): void {
    if (this.over) return;
    const { runs, broadcaster, versions, trainers } = this.services;
    switch (message.type) {
      case 'started':
        return this.tell(runs.started(this.runId, versions.of(trainers.facts)));
      case 'paused':
        this.paused = true;
        return this.tell(runs.setActiveState(this.runId, 'paused'));
      case 'resumed':
        this.paused = false;
        return this.tell(runs.setActiveState(this.runId, 'running'));
      case 'metrics': {
        this.step = message.progress.step;
        const run = runs.recordMetrics(this.runId, message.batches, message.progress, message.metrics);
        broadcaster.metricsAdded(this.runId, message.batches, message.progress);
        if (Date.now() - this.lastSummary >= summaryInterval) this.tell(run);
        return;
      }
      case 'checkpoint': {
        const { name, step, epoch, weightsHash } = message;
        return this.tell(runs.recordCheckpoint(this.runId, name, { step, epoch, weightsHash }));
      }
      case 'picture':
        if (isDrawable(message.picture)) broadcaster.picture(this.runId, message.picture);
        return;
      case 'finished': {
        const { metrics, weightsHash, error } = message;
        const state = message.state === 'stopped' ? (this.stopAs ?? 'stopped') : message.state;
        return this.end(state, { metrics, weightsHash, error });
      }
      case 'ready':
      case 'answer':
        return;
    }
  }

  private trainerGone(exit: TrainerExit): void {
    if (this.over) return;
    if (this.stopAs !== null) return this.end(this.stopAs, {});
    const error = crashError(exit, this.step);
    this.services.log.warn({ runId: this.runId, ...exit }, 'a trainer died');
    this.end('crashed', { error: error.toData() });
  }

  private end(state: RunState, facts: Parameters<RunStore['ended']>[2]): void {
    this.over = true;
    this.paused = false;
    void this.trainer.release();
    try {
      this.tell(this.services.runs.ended(this.runId, state, facts));
    } finally {
      this.resolveEnded();
      this.wakeWaiting();
    }
  }

  private tell(run: RunSummary): void {
    this.lastSummary = Date.now();
    this.services.broadcaster.runChanged(run);
    this.wakeWaiting();
  }

  private wakeWaiting(): void {
    for (const listener of this.changeListeners.splice(0)) listener();
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.changeListeners.push(resolve));
  }

  /** What cannot be written down (a full disk) ends this run, and not the engine. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.services.log.error({ err: thrown, runId: this.runId }, 'a run could not be recorded');
      this.trainer.kill();
      if (this.over) return;
      try {
        this.end('failed', { error: AppError.from(thrown).toData() });
      } catch (again) {
        this.services.log.error({ err: again, runId: this.runId }, 'nor could its end');
      }
    }
  }
}
