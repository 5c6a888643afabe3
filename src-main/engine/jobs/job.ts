import { mkdirSync } from 'node:fs';
import type { AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { RunState, RunSummary } from '@shared/runs/run';
import type { FromTrainer, TrainerAnswer, TrainerRequest } from '../../trainer/protocol';
import type { RunRecords } from '../adoption/record';
import type { Broadcaster } from '../events/broadcaster';
import type { Logger } from '../log';
import { checkpointsOnDisk } from '../runs/checkpointFiles';
import type { RunStore } from '../runs/runStore';
import type { VersionFacts } from '../versions';
import type { Workspace } from '../workspace';
import { isDrawable } from '@shared/pictures/catalogue';
import { togetherAs } from './starting/gear';
import type { QueuedRun } from './jobQueue';
import { Recorder } from './recorder';
import type { TrainerPool } from './trainers/trainerPool';
import type { Seat } from './seat';
import { trainJobOf } from './trainJob';
import { intervalsFor } from './tellingIntervals';
import { crashError, unansweredStop, type TrainerExit } from './trainers/trainerProcess';

export interface JobServices {
  readonly runs: RunStore;
  readonly records: RunRecords;
  readonly broadcaster: Broadcaster;
  readonly trainers: TrainerPool;
  readonly workspace: Workspace;
  readonly versions: VersionFacts;
  readonly log: Logger;
}

/** Milliseconds between two summaries of a run that is training: lists need no more. */
const summaryInterval = 500;

/** What a trainer says that is written down at once. */
type Recorded = Extract<
  FromTrainer,
  {
    type:
      | 'compiling'
      | 'compiled'
      | 'started'
      | 'baseline'
      | 'paused'
      | 'resumed'
      | 'metrics'
      | 'checkpoint'
      | 'observation';
  }
>;
type Finished = Extract<FromTrainer, { type: 'finished' }>;
type EndFacts = NonNullable<Parameters<RunStore['ended']>[2]>;

/** One run in a trainer's hands, from the trainer's start to the run's end. */
export class Job {
  /** Resolves when the run has ended and its row says so, or the engine's end did not let that be written. */
  readonly ended: Promise<void>;
  private readonly trainer: Seat;
  private resolveEnded: () => void = () => undefined;
  /** Nothing more comes from the trainer. */
  private over = false;
  private stopAs: 'stopped' | 'interrupted' | null = null;
  private wanted: 'running' | 'paused' = 'running';
  private wasKilled = false;
  private step: number | null = null;
  private lastSummary = 0;
  private changeListeners: (() => void)[] = [];
  /** What cannot be written down ends this run, and not the engine. */
  private readonly recorder = new Recorder((error) => {
    this.services.log.error({ err: error.cause ?? error, runId: this.runId }, 'a run could not be recorded');
    this.trainer.kill();
  });
  /** The trainer makes machine code and hears nothing. */
  private compiling = false;
  paused = false;

  readonly runId: RunId;

  constructor(
    private readonly queued: QueuedRun,
    private readonly services: JobServices,
    takeSeat: () => Seat,
  ) {
    this.runId = queued.runId;
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    const { runs, workspace } = services;
    const job = trainJobOf(queued, runs.material(queued.runId), workspace);
    mkdirSync(job.runDirectory, { recursive: true });
    this.trainer = takeSeat();
    this.trainer.onMessage((message) => this.hear(message));
    void this.trainer.exited.then((exit) => this.trainerGone(exit));
    this.trainer.begin(job);
    this.heed();
  }

  /** Resolves when the trainer has paused, is to go on again, or the run has ended. */
  async pause(): Promise<void> {
    this.want('paused');
    await this.until(() => this.paused || this.wanted !== 'paused');
  }

  async resume(): Promise<void> {
    this.want('running');
    await this.until(() => !this.paused || this.wanted !== 'running');
  }

  /** A trainer asked twice between two looks at its messages never tells of the first: its asker is told here. */
  private want(wanted: 'running' | 'paused'): void {
    this.refuseUnrecorded();
    this.wanted = wanted;
    this.trainer.send({ type: wanted === 'paused' ? 'pause' : 'resume' });
    this.wakeWaiting();
  }

  /**
   * Ends the training with a checkpoint; kills the trainer where it does not answer in time, and what it trained
   * since its last checkpoint is trained again should the run go on.
   * @param as what the run then is: stopped by a person, or interrupted by the engine's end
   * @throws AppError where the end cannot be written down for the time being; never for `interrupted`
   */
  async stop(as: 'stopped' | 'interrupted', patience: number): Promise<void> {
    this.stopAs ??= as;
    if (this.compiling) this.trainer.giveUp();
    else this.trainer.send({ type: 'stop' });
    const timer = setTimeout(() => {
      this.services.log.warn({ runId: this.runId, step: this.step }, 'a trainer did not stop and was killed');
      this.wasKilled = true;
      this.trainer.kill();
    }, patience);
    await this.until(() => this.over);
    clearTimeout(timer);
    if (as === 'stopped') return this.refuseUnrecorded();
    // Left as it is, the next engine finds a run that no engine has in hand, and so interrupted.
    this.recorder.giveUp();
    this.resolveEnded();
  }

  ask(request: TrainerRequest): Promise<TrainerAnswer> {
    return this.trainer.request(request);
  }

  /** Has the trainer tell of itself as often as those who watch it want to hear. */
  heed(): void {
    const attention = this.services.broadcaster.attentionTo(this.runId);
    this.trainer.send({ type: 'attention', ...intervalsFor(attention) });
  }

  private hear(message: FromTrainer): void {
    if (this.over) return;
    switch (message.type) {
      case 'picture':
        if (isDrawable(message.picture)) this.services.broadcaster.picture(this.runId, message.picture);
        return;
      case 'finished': {
        const { metrics, weightsHash } = message;
        return this.end(this.stateAfter(message), { metrics, weightsHash, error: this.errorOf(message) });
      }
      case 'ready':
      case 'answer':
      case 'ofRun':
        return;
      default:
        return this.recorder.record(() => this.writeDown(message));
    }
  }

  private stateAfter({ state, error }: Finished): RunState {
    if (state === 'stopped') return this.stopAs ?? 'stopped';
    // A trainer without room for its checkpoint can go on from the one before.
    return state === 'failed' && error?.code === 'diskFull' ? 'interrupted' : state;
  }

  /** An error of the file system often does not tell which file it was about. */
  private errorOf({ error }: Finished): AppErrorData | null {
    if (error?.code !== 'diskFull' || error.where !== null) return error;
    return { ...error, where: this.services.workspace.run(this.runId) };
  }

  private writeDown(message: Recorded): void {
    const { runs, broadcaster, versions } = this.services;
    switch (message.type) {
      case 'compiling':
        this.compiling = true;
        if (this.stopAs !== null) this.trainer.giveUp();
        return this.tell(
          runs.recordCompilation(this.runId, {
            ...{ path: 'xla', reason: null, underWay: true },
            ...togetherAs(this.queued.group),
          }),
        );
      case 'compiled':
        this.compiling = false;
        return this.tell(
          runs.recordCompilation(this.runId, {
            ...(message.compilation.together !== undefined && togetherAs(this.queued.group)),
            ...message.compilation,
          }),
        );
      case 'started': {
        const run = runs.started(
          this.runId,
          versions.of(this.trainer.facts, message.computing),
          message.step,
        );
        void this.services.records.keep(this.runId);
        return this.tell(run);
      }
      case 'baseline':
        return this.tell(runs.recordBaselines(this.runId, message));
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
      case 'observation':
        runs.recordObservation(this.runId, message.observation);
        return broadcaster.observed(this.runId, message.observation);
      case 'checkpoint': {
        return this.tell(runs.recordCheckpoint(this.runId, message.name, message.facts));
      }
    }
  }

  private trainerGone(exit: TrainerExit): void {
    if (this.over) return;
    const { error: unrecorded } = this.recorder;
    if (unrecorded !== null) {
      const state = unrecorded.code === 'diskFull' ? 'interrupted' : 'failed';
      return this.end(state, { error: unrecorded.toData() });
    }
    const { runs, workspace } = this.services;
    // It may have died between writing a checkpoint and telling of it.
    this.recorder.record(() => {
      runs.setCheckpoints(this.runId, checkpointsOnDisk(workspace.run(this.runId)));
    });
    // Nothing was trained meanwhile that could be lost.
    if (this.compiling && this.stopAs !== null) return this.end(this.stopAs, {});
    const error = this.wasKilled ? unansweredStop(this.step) : crashError(exit, this.step);
    if (!this.wasKilled) this.services.log.warn({ runId: this.runId, ...exit }, 'a trainer died');
    this.end(this.stopAs ?? 'crashed', { error: error.toData() });
  }

  private end(state: RunState, facts: EndFacts): void {
    this.over = true;
    this.paused = false;
    void this.trainer.release();
    this.recorder.record(() => {
      const run = this.services.runs.ended(this.runId, state, facts);
      void this.services.records.keep(this.runId);
      this.resolveEnded();
      this.tell(run);
    }, true);
    if (this.recorder.isBehind) this.tellUnrecorded(state, facts);
    this.wakeWaiting();
  }

  /** Those who watch learn of an end that the row does not tell yet. */
  private tellUnrecorded(state: RunState, { error }: EndFacts): void {
    try {
      const run = this.services.runs.summary(this.runId);
      const why = error ?? this.recorder.error?.toData() ?? null;
      this.tell({ ...run, state, finishedAt: new Date().toISOString(), error: why });
    } catch (thrown) {
      this.services.log.error({ err: thrown, runId: this.runId }, 'a run could not be read');
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

  /** Resolves when the condition holds, or nothing more comes from the trainer. */
  private async until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.over)
      await new Promise<void>((resolve) => this.changeListeners.push(resolve));
  }

  /** @throws AppError where the run has ended, which its row does not tell yet */
  private refuseUnrecorded(): void {
    if (this.over && this.recorder.isBehind && this.recorder.error !== null) throw this.recorder.error;
  }
}
