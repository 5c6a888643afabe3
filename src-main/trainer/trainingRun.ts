import { AppError } from '@shared/errors';
import { initializeWeights } from '@shared/network/initialWeights';
import { Random } from '@shared/random';
import type { RunMetrics } from '@shared/runs/run';
import { learningRateAt } from '@shared/training/learningRate';
import { answerRequest, type Prepared } from './answers';
import { BestKeeper } from './bestKeeper';
import { isFinite, parametersIn, readCheckpoint, writeCheckpoint } from './checkpoint';
import { countEpoch, countSteps, startClock, type Clock } from './clock';
import type { Control } from './control';
import { divergence, isFiniteStep } from './divergence';
import { MetricBuffer } from './metricBuffer';
import { drawPicture } from './picture';
import type { FinalState, FromTrainer, TrainJob } from './protocol';
import type { Evaluation, StepResult } from './session';
import { Throughput } from './throughput';

/** A slice of steps lasts about this long, so that requests are answered soon. */
const sliceMilliseconds = 50;
const flushMilliseconds = 100;
const checkpointMilliseconds = 5000;
/** Checkpoints may take this share of the time. */
const checkpointShare = 0.05;
/** Pictures may take this share of the time. */
const pictureShare = 0.1;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Random streams of the run's seed that are not the network's. */
const orderStream = 1;

/** One run from its first step or its checkpoint to its end. Uses the prepared session, which its caller frees. */
export class TrainingRun {
  private clock: Clock = structuredClone(startClock);
  private readonly buffer = new MetricBuffer();
  private readonly throughput = new Throughput();
  private readonly best: BestKeeper;
  private readonly batches: number;
  /** What a step took in the last call; not finite before the first. */
  private stepMilliseconds = Infinity;
  private orderedEpoch = -1;
  private lastFlush = 0;
  private nextCheckpoint = performance.now() + checkpointMilliseconds;
  private nextPicture = 0;
  private weightsHash: string | null = null;

  constructor(
    private readonly job: TrainJob,
    private readonly prepared: Prepared,
    private readonly control: Control,
    private readonly send: (message: FromTrainer) => void,
    /** Steps in one slice at the most, however short they are. */
    private readonly longestSlice = Infinity,
  ) {
    const { config } = prepared.training;
    this.batches = Math.ceil(prepared.data.splits.training.length / config.batchSize);
    this.best = new BestKeeper(config.earlyStopping);
  }

  private get metrics(): RunMetrics {
    return this.clock.metrics;
  }

  /** @returns when the last message has been sent; a failure is a message too. */
  async run(): Promise<void> {
    try {
      this.begin();
      this.send({ type: 'started' });
      this.end(await this.train());
    } catch (thrown) {
      this.flush();
      this.finish('failed', AppError.from(thrown));
    }
  }

  private begin(): void {
    const { session, network, training } = this.prepared;
    session.writeState(initializeWeights(network, training.config.seed));
    if (!this.job.resume) {
      this.saveLast();
      return;
    }
    const { tensors, clock } = readCheckpoint(`${this.job.runDirectory}/last.safetensors`);
    session.writeState(tensors);
    this.clock = clock;
    if (clock.best !== null) this.best.restore(this.job.runDirectory);
  }

  private async train(): Promise<FinalState> {
    const { epochs } = this.prepared.training.config;
    while (this.clock.epoch < epochs) {
      this.control.answerRequests((request) => answerRequest(this.prepared, this.clock.step, request));
      if (this.control.wanted === 'stopped') return 'stopped';
      if (this.control.wanted === 'paused') {
        await this.pause();
        continue;
      }
      if (!this.slice()) return 'diverged';
      if (this.clock.batch === this.batches) {
        this.endEpoch();
        if (this.best.isOutOfPatience(this.clock)) return 'completed';
      }
      this.tellAndSave();
      await nextTurn();
    }
    return 'completed';
  }

  /** Trains for about {@link sliceMilliseconds}. @returns false where the loss is no longer finite. */
  private slice(): boolean {
    const { session, training } = this.prepared;
    const { epochs } = training.config;
    this.orderEpoch();
    const isFirst = !Number.isFinite(this.stepMilliseconds);
    const wanted = Math.floor(sliceMilliseconds / this.stepMilliseconds);
    const steps = Math.max(1, Math.min(wanted, this.longestSlice, this.batches - this.clock.batch));
    const learningRates = Float32Array.from({ length: steps }, (_, index) => {
      const step = this.clock.step + index;
      const schedule = { step, stepsPerEpoch: this.batches, totalSteps: this.batches * epochs };
      return learningRateAt(training, schedule, this.clock.history);
    });
    const from = performance.now();
    const result = session.run({ firstBatch: this.clock.batch, firstStep: this.clock.step, learningRates });
    const milliseconds = performance.now() - from;
    this.stepMilliseconds = milliseconds / result.loss.length;
    const examples = this.follow(result, learningRates);
    // TensorFlow prepares the graph in the first call, which tells nothing of those to come.
    if (!isFirst) this.throughput.add(milliseconds / 1000, examples, result.loss.length);
    this.clock.elapsedSeconds += milliseconds / 1000;
    return result.loss.length === steps && isFiniteStep(result);
  }

  private orderEpoch(): void {
    const { epoch } = this.clock;
    if (this.orderedEpoch === epoch) return;
    const { session, training, data } = this.prepared;
    const order = data.splits.training.slice();
    new Random(training.config.seed, orderStream, epoch).shuffle(order);
    session.setEpochOrder(order);
    this.orderedEpoch = epoch;
  }

  /** Takes down what the steps gave. @returns how many examples they saw */
  private follow(result: StepResult, learningRates: Float32Array): number {
    const { clock, buffer } = this;
    const first = clock.step + 1;
    buffer.addSteps('loss', first, result.loss);
    buffer.addSteps('accuracy', first, result.accuracy);
    if (result.penalty.some((value) => value !== 0)) buffer.addSteps('penalty', first, result.penalty);
    buffer.addSteps('gradientNorm', first, result.gradientNorm);
    buffer.addSteps('learningRate', first, learningRates.subarray(0, result.loss.length));
    const { training, data } = this.prepared;
    return countSteps(clock, result, training.config.batchSize, data.splits.training.length);
  }

  private endEpoch(): void {
    const { session, data } = this.prepared;
    const trainingMeans: Evaluation = {
      loss: this.metrics.trainingLoss ?? NaN,
      accuracy: this.metrics.trainingAccuracy,
    };
    const hasValidation = data.splits.validation.length > 0;
    const evaluation = hasValidation ? session.evaluate('validation') : trainingMeans;
    if (hasValidation) {
      this.buffer.add('validation', 'loss', this.clock.step, evaluation.loss);
      if (evaluation.accuracy !== null)
        this.buffer.add('validation', 'accuracy', this.clock.step, evaluation.accuracy);
      this.metrics.validationLoss = evaluation.loss;
      this.metrics.validationAccuracy = evaluation.accuracy;
    }
    countEpoch(this.clock, evaluation.loss);
    this.keepIfBest(evaluation, hasValidation);
  }

  private keepIfBest(evaluation: Evaluation, ofValidation: boolean): void {
    const score = this.best.scoreToBeat(evaluation, this.clock.best);
    if (score === null) return;
    const { epoch } = this.clock;
    this.clock.best = { score, epoch };
    this.metrics.bestEpoch = epoch;
    this.metrics.bestValidationLoss = ofValidation ? evaluation.loss : null;
    this.metrics.bestValidationAccuracy = ofValidation ? evaluation.accuracy : null;
    const tensors = parametersIn(this.prepared.session.readState());
    this.best.keep({ tensors, clock: structuredClone(this.clock) });
  }

  private async pause(): Promise<void> {
    this.save();
    this.send({ type: 'paused' });
    while (this.control.wanted === 'paused') {
      this.control.answerRequests((request) => answerRequest(this.prepared, this.clock.step, request));
      await this.control.change();
    }
    if (this.control.wanted === 'running') this.send({ type: 'resumed' });
  }

  private tellAndSave(): void {
    const now = performance.now();
    if (now - this.lastFlush >= flushMilliseconds) this.flush();
    if (this.control.picturesEvery > 0 && now >= this.nextPicture) {
      this.send({ type: 'picture', picture: drawPicture(this.prepared, this.clock.step) });
      const took = performance.now() - now;
      this.nextPicture = now + Math.max(this.control.picturesEvery, took / pictureShare);
    }
    if (now >= this.nextCheckpoint) this.save();
  }

  /** The best first: where the process dies between the two, the epochs after the last are trained again. */
  private save(): void {
    const from = performance.now();
    this.flush();
    this.saveBest();
    this.saveLast();
    const now = performance.now();
    this.nextCheckpoint = now + Math.max(checkpointMilliseconds, (now - from) / checkpointShare);
  }

  private flush(): void {
    this.lastFlush = performance.now();
    const progress = this.throughput.progress(this.clock, this.prepared.training.config.epochs, this.batches);
    this.send({ type: 'metrics', batches: this.buffer.take(), progress, metrics: { ...this.metrics } });
  }

  /** Keeps the checkpoint before where the state is no longer finite. */
  private saveLast(): void {
    const tensors = this.prepared.session.readState();
    if (!isFinite(tensors)) return;
    const { step, epoch } = this.clock;
    this.weightsHash = writeCheckpoint(this.job.runDirectory, 'last', { tensors, clock: this.clock });
    this.send({ type: 'checkpoint', name: 'last', step, epoch, weightsHash: this.weightsHash });
  }

  private saveBest(): void {
    const checkpoint = this.best.takeUnsaved();
    if (checkpoint === null) return;
    const { step, epoch } = checkpoint.clock;
    const weightsHash = writeCheckpoint(this.job.runDirectory, 'best', checkpoint);
    this.send({ type: 'checkpoint', name: 'best', step, epoch, weightsHash });
  }

  private end(state: FinalState): void {
    this.saveBest();
    if (this.best.isOutOfPatience(this.clock) && this.prepared.training.config.earlyStopping?.restoreBest) {
      this.takeUpBest();
    }
    if (state !== 'diverged') this.saveLast();
    if (state === 'completed') this.showBest();
    this.flush();
    this.finish(state, state === 'diverged' ? divergence(this.clock.step) : null);
  }

  private takeUpBest(): void {
    if (this.best.weights !== null) this.prepared.session.writeState(this.best.weights);
  }

  /** The test split is measured, and the last picture drawn, with the weights that will be exported. */
  private showBest(): void {
    const { session, data } = this.prepared;
    this.takeUpBest();
    if (data.splits.test.length > 0) {
      const { loss, accuracy } = session.evaluate('test');
      this.buffer.add('test', 'loss', this.clock.step, loss);
      if (accuracy !== null) this.buffer.add('test', 'accuracy', this.clock.step, accuracy);
      this.metrics.testLoss = loss;
      this.metrics.testAccuracy = accuracy;
    }
    if (this.control.picturesEvery === 0) return;
    const step = this.best.step ?? this.clock.step;
    this.send({ type: 'picture', picture: drawPicture(this.prepared, step) });
  }

  private finish(state: FinalState, error: AppError | null): void {
    if (error?.code === 'internal') console.error(error.cause ?? error);
    const metrics = { ...this.metrics };
    this.send({
      type: 'finished',
      state,
      metrics,
      weightsHash: this.weightsHash,
      error: error?.toData() ?? null,
    });
  }
}
