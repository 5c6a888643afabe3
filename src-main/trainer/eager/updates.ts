import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import type { FusedUpdate, UpdateCarrier } from '@shared/training/optimizer';
import type { TensorFlow } from './tensorflow';

/** One parameter's update: its state, its gradient and where the run stands. */
export interface PendingUpdate {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  slot(name: string): Variable;
  readonly learningRate: Scalar;
  /** The step's number, from 1. */
  readonly stepNumber: number;
}

/**
 * Carries TensorFlow's update rules out in tfjs operations, each as `training_ops.cc` documents it. Call it inside
 * `tf.tidy`; the parameter and its slots change in place.
 */
export class EagerCarrier implements UpdateCarrier<Tensor> {
  constructor(
    private readonly tf: TensorFlow,
    private readonly pending: PendingUpdate,
  ) {}

  get learningRate(): Scalar {
    return this.pending.learningRate;
  }

  apply(rule: FusedUpdate): void {
    const { tf, learningRate } = this;
    const { gradient, slot } = this.pending;
    switch (rule.op) {
      case 'gradientDescent':
        return this.descend(tf.mul(gradient, learningRate));
      case 'momentum': {
        const accumulator = slot(rule.accumulator);
        const step = tf.mul(gradient, learningRate);
        accumulator.assign(tf.sub(tf.mul(accumulator, rule.momentum), step));
        const ahead = rule.nesterov ? tf.sub(step, tf.mul(accumulator, rule.momentum)) : tf.neg(accumulator);
        return this.descend(ahead);
      }
      case 'adagrad': {
        const accumulator = slot(rule.accumulator);
        accumulator.assign(tf.add(accumulator, tf.square(gradient)));
        const scale = tf.add(tf.sqrt(accumulator), rule.epsilon);
        return this.descend(tf.div(tf.mul(gradient, learningRate), scale));
      }
      case 'adadelta': {
        const accumulator = slot(rule.accumulator);
        const accumulatedUpdate = slot(rule.accumulatedUpdate);
        this.follow(accumulator, tf.square(gradient), rule.rho);
        const size = tf.sqrt(tf.add(accumulatedUpdate, rule.epsilon));
        const update = tf.mul(tf.div(size, tf.sqrt(tf.add(accumulator, rule.epsilon))), gradient);
        this.follow(accumulatedUpdate, tf.square(update), rule.rho);
        return this.descend(tf.mul(update, learningRate));
      }
      case 'rmsprop': {
        const meanSquare = slot(rule.meanSquare);
        const momentum = slot(rule.momentumSlot);
        this.follow(meanSquare, tf.square(gradient), rule.rho);
        const scale = tf.sqrt(tf.add(meanSquare, rule.epsilon));
        const step = tf.div(tf.mul(gradient, learningRate), scale);
        momentum.assign(tf.add(tf.mul(momentum, rule.momentum), step));
        return this.descend(momentum);
      }
      case 'adam':
        return this.adam(rule);
    }
  }

  private adam(rule: Extract<FusedUpdate, { op: 'adam' }>): void {
    const { tf, learningRate } = this;
    const { parameter, gradient, slot, stepNumber } = this.pending;
    if (rule.weightDecay !== 0) this.descend(tf.mul(tf.mul(parameter, rule.weightDecay), learningRate));
    const [m, v] = [slot(rule.m), slot(rule.v)];
    this.follow(m, gradient, rule.beta1);
    this.follow(v, tf.square(gradient), rule.beta2);
    const remaining = (rate: number) => 1 - Math.fround(rate) ** stepNumber;
    const correction = Math.sqrt(remaining(rule.beta2)) / remaining(rule.beta1);
    const direction = tf.div(m, tf.add(tf.sqrt(v), rule.epsilon));
    this.descend(tf.mul(direction, tf.mul(learningRate, correction)));
  }

  private descend(step: Tensor): void {
    const { parameter } = this.pending;
    parameter.assign(this.tf.sub(parameter, step));
  }

  /**
   * Moves an average towards a value, keeping the share `rate` of what it was. TensorFlow takes 1 − rate from the
   * rate in float32: for 0.999 that is a hundred-thousandth less than 0.001.
   */
  private follow(average: Variable, value: Tensor, rate: number): void {
    const { tf } = this;
    average.assign(tf.add(tf.mul(average, rate), tf.mul(value, 1 - Math.fround(rate))));
  }
}
