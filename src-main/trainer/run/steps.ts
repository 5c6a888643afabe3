import { Random } from '@shared/random';
import { learningRateAt } from '@shared/training/learningRate';
import type { PreparedRun } from './answers';
import { countSteps, type Clock } from './pacing/clock';
import { isFiniteStep } from './measuring/divergence';
import type { MetricBuffer } from './measuring/metricBuffer';
import type { Observer } from './measuring/observer';
import { Pace } from './pacing/pace';
import type { Stepper } from './stepper';
import type { StepResult } from '../session/session';
import type { Throughput } from './pacing/throughput';

/** Random streams of the run's seed that are not the network's. */
const orderStream = 1;

/** Takes a run's training steps, and takes down what they gave. */
export class Steps {
  readonly perEpoch: number;
  private readonly pace = new Pace();
  private orderedEpoch = -1;

  /** @param longestSlice steps of one call at the most, however short they are */
  constructor(
    private readonly prepared: PreparedRun,
    private readonly stepper: Stepper,
    private readonly buffer: MetricBuffer,
    private readonly throughput: Throughput,
    private readonly longestSlice = Infinity,
  ) {
    const { training, data } = prepared;
    this.perEpoch = Math.ceil(data.splits.training.length / training.config.batchSize);
  }

  /** Trains for one call. @returns false where the loss is no longer finite. */
  async take(clock: Clock, observer: Observer | null): Promise<boolean> {
    this.orderEpoch(clock);
    const isFirst = !this.pace.isKnown;
    const allowed = Math.min(this.longestSlice, observer?.before(clock) ?? Infinity);
    const learningRates = this.learningRates(
      clock,
      this.pace.piecesOf(Math.min(allowed, this.perEpoch - clock.batch)),
    );
    const from = performance.now();
    const { batch: firstBatch, step: firstStep } = clock;
    const result = await this.stepper.step({ firstBatch, firstStep, learningRates });
    const milliseconds = performance.now() - from;
    this.pace.done(result.loss.length, milliseconds);
    const examples = this.follow(clock, result, learningRates);
    // The first call tells nothing of those to come.
    if (!isFirst) this.throughput.add(milliseconds / 1000, examples, result.loss.length);
    clock.elapsedSeconds += milliseconds / 1000;
    return isFiniteStep(result);
  }

  private learningRates(clock: Clock, steps: number): Float32Array {
    const { training } = this.prepared;
    const totalSteps = this.perEpoch * training.config.epochs;
    return Float32Array.from({ length: steps }, (_, index) => {
      const schedule = { step: clock.step + index, stepsPerEpoch: this.perEpoch, totalSteps };
      return learningRateAt(training, schedule, clock.history);
    });
  }

  private orderEpoch({ epoch }: Clock): void {
    if (this.orderedEpoch === epoch) return;
    const { session, training, data } = this.prepared;
    const order = data.splits.training.slice();
    new Random(training.config.seed, orderStream, epoch).shuffle(order);
    session.setEpochOrder(order);
    this.orderedEpoch = epoch;
  }

  /** Takes down what the steps gave. @returns how many examples they saw */
  private follow(clock: Clock, result: StepResult, learningRates: Float32Array): number {
    const { buffer } = this;
    const first = clock.step + 1;
    buffer.addSteps('loss', first, result.loss);
    for (const [kind, values] of Object.entries(result.metrics)) buffer.addSteps(kind, first, values);
    if (result.penalty.some((value) => value !== 0)) buffer.addSteps('penalty', first, result.penalty);
    buffer.addSteps('gradientNorm', first, result.gradientNorm);
    buffer.addSteps('learningRate', first, learningRates.subarray(0, result.loss.length));
    const { training, data } = this.prepared;
    return countSteps(clock, result, training.config.batchSize, data.splits.training.length);
  }
}
