import { AppError } from '@shared/errors';
import type { Baselines } from '@shared/runs/run';
import type { MetricValues } from '@shared/training/metrics';
import { answerRequest, type PreparedRun } from './answers';
import { baselinesOf } from './measuring/baseline';
import { BestKeeper } from './bestKeeper';
import { isParameter, readCheckpoint } from '../checkpoints/checkpoint';
import { CheckpointWriter } from '../checkpoints/checkpointWriter';
import { countEpoch, startClock, type Clock } from './pacing/clock';
import type { Control } from './pacing/control';
import { divergence } from './measuring/divergence';
import { Figures } from './measuring/figures';
import { MetricBuffer } from './measuring/metricBuffer';
import { observerOf, type Observer } from './measuring/observer';
import { Pace } from './pacing/pace';
import { drawPicture } from './pictures';
import type { FinalState, FromTrainer, TrainJob } from '../protocol';
import type { Slices } from '../session/slices';
import { startingWeights } from './startingWeights';
import { byItself, type Stepper } from './stepper';
import { Steps } from './steps';
import { Throughput } from './pacing/throughput';

/** Runs of a group that may tell of themselves as often as one by itself. */
const talkativeRuns = 8;
/** Pictures may take this share of the time. */
const pictureShare = 0.01;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

export interface RunOptions {
  /** Steps in one slice at the most, however short they are. */
  readonly longestSlice?: number;
  /** By itself where absent. */
  readonly stepper?: Stepper;
  /** Baselines of runs on the same data, by what they depend on. */
  readonly baselines?: Map<string, Baselines>;
}

/** One run from its first step or its checkpoint to its end. Uses the prepared session, which its caller frees. */
export class TrainingRun {
  private clock: Clock = structuredClone(startClock);
  private readonly buffer = new MetricBuffer();
  private readonly throughput = new Throughput();
  private readonly figures: Figures;
  private readonly best: BestKeeper;
  private readonly checkpoints: CheckpointWriter;
  private readonly steps: Steps;
  private readonly evaluations = new Pace();
  private readonly predictions = new Pace();
  private readonly observer: Observer | null;
  private readonly stepper: Stepper;
  private lastFlush = 0;
  private nextPicture = 0;
  /** Milliseconds spent in slices so far, without what was attended to between them. */
  private slicing = 0;
  /** The last checkpoint has been written, and the session holds the best weights instead. */
  private showsBest = false;

  constructor(
    private readonly job: TrainJob,
    private readonly prepared: PreparedRun,
    private readonly control: Control,
    private readonly send: (message: FromTrainer) => void,
    private readonly options: RunOptions = {},
  ) {
    const { config } = prepared.training;
    this.figures = new Figures(prepared.data, prepared.session, this.buffer);
    this.best = new BestKeeper(config.earlyStopping);
    this.stepper = options.stepper ?? byItself(prepared.session);
    this.steps = new Steps(prepared, this.stepper, this.buffer, this.throughput, options.longestSlice);
    const { companions } = this.stepper;
    const { runDirectory } = job;
    this.checkpoints = new CheckpointWriter(runDirectory, prepared.session, this.best, send, companions + 1);
    const observed = {
      prepared,
      runDirectory,
      stepsPerEpoch: this.steps.perEpoch,
      isAlone: companions === 0,
    };
    this.observer = observerOf(observed, (observation) => send({ type: 'observation', observation }));
  }

  private get flushMilliseconds(): number {
    return this.control.intervals.metricsEvery * Math.max(1, (this.stepper.companions + 1) / talkativeRuns);
  }

  /** Steps after which the weights were had that the session holds. */
  private get shownStep(): number {
    return this.showsBest ? (this.best.facts?.step ?? this.clock.step) : this.clock.step;
  }

  /** @returns when the last message has been sent; a failure is a message too. */
  async run(): Promise<void> {
    try {
      this.begin();
      this.send({ type: 'started', step: this.clock.step, computing: this.prepared.session.computing });
      this.send({ type: 'baseline', ...this.baselines() });
      // The others of a group begin first, so that all are seen at once.
      await nextTurn();
      this.observer?.begin(this.clock);
      const state = await this.train();
      this.observer?.catchUp();
      await this.end(state);
    } catch (thrown) {
      this.flush();
      this.finish('failed', AppError.from(thrown));
    }
  }

  private baselines(): Baselines {
    const { baselines: known } = this.options;
    const key = JSON.stringify(this.prepared.training.config.loss);
    const baselines = known?.get(key) ?? baselinesOf({ ...this.prepared, targets: this.figures.targets });
    known?.set(key, baselines);
    return baselines;
  }

  private begin(): void {
    const { session, network, training } = this.prepared;
    const { resume, start } = this.job;
    session.writeState(startingWeights(network, training.config.seed, resume ? undefined : start));
    if (!resume) {
      this.checkpoints.saveLast(this.clock);
      return;
    }
    const { tensors, clock } = readCheckpoint(`${this.job.runDirectory}/last.safetensors`);
    session.writeState(tensors);
    this.clock = clock;
    if (clock.best !== null) this.best.restore(this.job.runDirectory);
  }

  private async train(): Promise<FinalState> {
    const { epochs } = this.prepared.training.config;
    while (this.clock.epoch < epochs && !this.best.isOutOfPatience(this.clock)) {
      if (!(await this.attend())) return 'stopped';
      // A run that was stopped while it was measured goes on with that.
      if (this.clock.batch < this.steps.perEpoch && !(await this.takeSteps())) return 'diverged';
      if (this.clock.batch === this.steps.perEpoch && !(await this.endEpoch())) return 'stopped';
      await this.tellAndSave();
    }
    return 'completed';
  }

  /** @returns false where the loss is no longer finite */
  private async takeSteps(): Promise<boolean> {
    const isFirst = this.clock.step === 0;
    if (!(await this.steps.take(this.clock, this.observer))) return false;
    // The first curve waits for no look at the layers.
    if (isFirst) this.flush();
    this.observer?.after(this.clock);
    return true;
  }

  /** Takes in what has been asked meanwhile and does it. @returns false where the run should stop */
  private async attend(): Promise<boolean> {
    await nextTurn();
    this.answerRequests();
    if (this.control.wanted === 'paused') await this.pause();
    return this.control.wanted !== 'stopped';
  }

  /** Does the slices, attending to what is asked between them. @returns null where the run should stop */
  private async sliced<Result>(slices: Slices<Result>): Promise<Result | null> {
    for (;;) {
      const from = performance.now();
      const { done, value } = slices.next();
      this.slicing += performance.now() - from;
      if (done) return value;
      if (!(await this.attend())) return null;
    }
  }

  /** @returns false where the run should stop before the epoch has been measured. */
  private async endEpoch(): Promise<boolean> {
    const { clock, figures } = this;
    const validates = figures.has('validation');
    const values = validates
      ? await this.sliced(figures.measure('validation', this.evaluations))
      : figures.ofTraining(clock);
    if (values === null) return false;
    if (validates) figures.take(clock, 'validation', values);
    countEpoch(clock, values.loss ?? NaN);
    this.keepIfBest(values, validates);
    return true;
  }

  private keepIfBest(values: MetricValues, ofValidation: boolean): void {
    const { clock } = this;
    const score = this.best.scoreToBeat(values, clock.best);
    if (score === null) return;
    clock.best = { score, epoch: clock.epoch };
    clock.metrics.bestEpoch = clock.epoch;
    if (ofValidation) this.figures.takeBest(clock, values);
    const tensors = this.prepared.session.readState(isParameter);
    this.best.keep({ tensors, clock: structuredClone(clock) });
  }

  private async pause(): Promise<void> {
    if (!this.showsBest) this.save();
    this.send({ type: 'paused' });
    this.stepper.rest();
    while (this.control.wanted === 'paused') {
      this.answerRequests();
      await this.control.change();
    }
    this.stepper.goOn();
    if (this.control.wanted === 'running') this.send({ type: 'resumed' });
  }

  private answerRequests(): void {
    this.control.answerRequests((request) => answerRequest(this.prepared, this.shownStep, request));
  }

  private async tellAndSave(): Promise<void> {
    const now = performance.now();
    const { picturesEvery } = this.control.intervals;
    if (now - this.lastFlush >= this.flushMilliseconds) this.flush();
    if (picturesEvery > 0 && now >= this.nextPicture) {
      const before = this.slicing;
      await this.show();
      const took = this.slicing - before;
      this.nextPicture = now + Math.max(picturesEvery, took / pictureShare);
    }
    if (this.checkpoints.isDue) this.save();
    else if (this.checkpoints.isBestDue) this.saveBest();
  }

  private async show(): Promise<void> {
    const picture = await this.sliced(drawPicture(this.prepared, this.shownStep, this.predictions));
    if (picture !== null) this.send({ type: 'picture', picture });
  }

  /** What a checkpoint counts is told before it. */
  private save(): void {
    this.flush();
    this.checkpoints.save(this.clock);
  }

  private saveBest(): void {
    this.flush();
    this.checkpoints.saveBest();
  }

  private flush(): void {
    this.lastFlush = performance.now();
    const progress = this.throughput.progress(
      this.clock,
      this.prepared.training.config.epochs,
      this.steps.perEpoch,
    );
    this.send({ type: 'metrics', batches: this.buffer.take(), progress, metrics: { ...this.clock.metrics } });
  }

  private async end(state: FinalState): Promise<void> {
    this.checkpoints.saveBest();
    const restores =
      state === 'completed' && this.prepared.training.config.earlyStopping?.restoreBest === true;
    if (restores) this.takeUpBest();
    if (state !== 'diverged')
      this.checkpoints.saveLast(this.clock, (restores && this.best.facts) || undefined);
    const isMeasured = state !== 'completed' || (await this.showBest());
    this.flush();
    this.finish(isMeasured ? state : 'stopped', state === 'diverged' ? divergence(this.clock.step) : null);
  }

  private takeUpBest(): void {
    if (this.best.weights !== null) this.prepared.session.writeState(this.best.weights);
  }

  /**
   * The test split is measured, and the last picture drawn, with the weights that will be exported.
   * @returns false where the run should stop before that.
   */
  private async showBest(): Promise<boolean> {
    this.takeUpBest();
    this.showsBest = true;
    if (this.figures.has('test')) {
      const values = await this.sliced(this.figures.measure('test', new Pace()));
      if (values === null) return false;
      this.figures.take(this.clock, 'test', values);
    }
    if (this.control.intervals.picturesEvery > 0) await this.show();
    return true;
  }

  private finish(state: FinalState, error: AppError | null): void {
    if (error?.code === 'internal') console.error(error.cause ?? error);
    this.send({
      type: 'finished',
      state,
      metrics: { ...this.clock.metrics },
      weightsHash: this.checkpoints.weightsHash,
      error: error?.toData() ?? null,
    });
  }
}
