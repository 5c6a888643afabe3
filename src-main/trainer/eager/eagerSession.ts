import { weighLosses } from '@shared/training/classWeights';
import { trainingWeightsOf } from '../session/trainingWeights';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import type { LayerId } from '@shared/ids';
import type { Split } from '@shared/runs/run';
import { constrainMaxNorm, penaltyOf } from '@shared/training/regularization';
import { stepMetricsFor, stepValues } from '@shared/training/metrics/measuring';
import type { ResolvedTraining } from '@shared/training/resolve';
import {
  type ObservedFigures,
  type SessionRequest,
  type StateTensor,
  type StepRequest,
  type StepResult,
  type TrainingData,
  type TrainingSession,
} from '../session/session';
import { computingWith } from '../session/computing';
import { requireNative } from '../session/native';
import { batchOf, type Batch } from './batches';
import { clip, globalNorm, type Gradient } from './clipping';
import { EagerObserver } from './eagerObserver';
import { ForwardPasses } from './forwardPasses';
import { type DrawKey, EagerOps } from './ops/eagerOps';
import { SessionState } from './state';
import { scoped, type Backend, type TensorFlow } from './tensorflow';
import { EagerCarrier } from './updates';

/** The numbers of one step. */
interface StepMeasures {
  readonly loss: number;
  readonly penalty: number;
  readonly gradientNorm: number;
  /** Of every step, in their order. */
  readonly metrics: readonly number[];
}

/** What a weight that is not learned by gradient becomes after the step. */
interface NextValue {
  readonly variable: Variable;
  readonly value: Tensor;
}

/**
 * Trains operation by operation, with tfjs's autograd: the reference for the compiled step, and what trains where
 * there is no native library.
 */
export class EagerSession implements TrainingSession {
  private readonly tf: TensorFlow;
  private readonly training: ResolvedTraining;
  private readonly data: TrainingData;
  private readonly state: SessionState;
  private readonly passes: ForwardPasses;
  private readonly observer: EagerObserver | null;
  private readonly classWeights: readonly number[] | null;
  private order: Int32Array;

  constructor(
    private readonly backend: Backend,
    { network, training, data, probe }: SessionRequest,
  ) {
    this.tf = backend.tf;
    this.training = training;
    this.data = data;
    this.order = data.splits.training;
    this.classWeights = trainingWeightsOf({ training, data });
    this.state = new SessionState(this.tf, network, training);
    this.passes = new ForwardPasses(backend, { network, training, data }, this.state);
    this.observer = probe ? new EagerObserver(backend, { network, training, data, probe }, this.state) : null;
  }

  get computing() {
    return computingWith(this.backend.native ? requireNative().kernels : 'javaScript', 1);
  }

  get layout() {
    return this.state.layout;
  }

  setEpochOrder(order: Int32Array): void {
    this.order = order.slice();
  }

  run({ firstBatch, firstStep, learningRates }: StepRequest): StepResult {
    const steps: StepMeasures[] = [];
    for (const [index, learningRate] of learningRates.entries()) {
      const taken = this.step(firstBatch + index, firstStep + index, learningRate);
      steps.push(taken);
      if (!isFiniteStep(taken)) break;
    }
    return {
      loss: Float32Array.from(steps, ({ loss }) => loss),
      penalty: Float32Array.from(steps, ({ penalty }) => penalty),
      gradientNorm: Float32Array.from(steps, ({ gradientNorm }) => gradientNorm),
      metrics: Object.fromEntries(
        stepMetricsFor(this.data).map(({ kind }, place) => [
          kind,
          Float32Array.from(steps, ({ metrics }) => metrics[place] ?? NaN),
        ]),
      ),
    };
  }

  private step(batchIndex: number, step: number, learningRate: number): StepMeasures {
    const nextValues: NextValue[] = [];
    try {
      return scoped(this.tf, () => {
        const key = { seed: this.training.config.seed, step };
        const ops = new EagerOps(this.backend, key);
        const { gradients, ...partial } = this.differentiate(
          ops,
          this.trainingBatch(key, batchIndex),
          nextValues,
        );
        const norm = globalNorm(this.tf, gradients);
        const measures = { ...partial, gradientNorm: valueOf(norm) };
        // Where the step went wrong, the last good parameters stay.
        if (!isFiniteStep(measures)) return measures;
        this.update(clip(this.tf, gradients, norm, this.training.config.clipNorm), learningRate, step + 1);
        for (const { variable, value } of nextValues) variable.assign(value);
        this.constrain(ops);
        return measures;
      });
    } finally {
      for (const { value } of nextValues) value.dispose();
    }
  }

  private trainingBatch(key: DrawKey, batchIndex: number): Batch {
    const { batchSize, augmentation } = this.training.config;
    const indices = this.order.subarray(batchIndex * batchSize, (batchIndex + 1) * batchSize);
    if (indices.length === 0) throw new Error('a step has no examples');
    return batchOf(this.tf, this.data, indices, augmentation && { augmentation, key });
  }

  /** @param nextValues receives tensors that outlive every scope; the caller frees them. */
  private differentiate(ops: EagerOps, batch: Batch, nextValues: NextValue[]) {
    const { tf } = this;
    let measures: Omit<StepMeasures, 'gradientNorm'> | undefined;
    const total = (): Scalar => {
      const judged = this.passes.judge(ops, batch, (variable, value) =>
        nextValues.push({ variable, value: tf.keep(tf.clone(value)) }),
      );
      const losses = weighLosses(ops, judged.losses, batch.target, this.classWeights);
      const loss = ops.mean(losses, [0]);
      const penalty = this.penalty(ops);
      measures = {
        loss: valueOf(loss),
        penalty: penalty === null ? 0 : valueOf(penalty),
        metrics: stepMetricsFor(this.data).map((metric) =>
          valueOf(ops.mean(stepValues(ops, metric, judged), [0])),
        ),
      };
      return (penalty === null ? loss : tf.add(loss, penalty)) as Scalar;
    };
    const { trainable } = this.state;
    const variables = trainable.map(({ variable }) => variable);
    // tfjs refuses to differentiate by nothing.
    const byName = trainable.length === 0 ? (total(), {}) : tf.variableGrads(total, variables).grads;
    if (measures === undefined) throw new Error('the loss was not computed');
    const gradients = trainable.flatMap((weight): Gradient[] => {
      const value = byName[weight.variable.name];
      return value === undefined ? [] : [{ weight, value }];
    });
    return { ...measures, gradients };
  }

  private penalty(ops: EagerOps): Tensor | null {
    const regularized = this.state.trainable.flatMap(({ variable, regularization }) =>
      regularization === null ? [] : [{ weight: variable as Tensor, regularization }],
    );
    return penaltyOf(ops, regularized);
  }

  private update(gradients: readonly Gradient[], learningRate: number, stepNumber: number): void {
    const { definition, parameters } = this.training.optimizer;
    const rate = this.tf.scalar(learningRate);
    for (const { weight, value } of gradients) {
      const pending = {
        parameter: weight.variable,
        gradient: value,
        slot: (name: string) => weight.slot(name),
        learningRate: rate,
        stepNumber,
      };
      definition.update<Tensor>(new EagerCarrier(this.tf, pending), parameters);
    }
  }

  /** After the update, weights into a unit are scaled down to the largest norm allowed. */
  private constrain(ops: EagerOps): void {
    for (const { variable, regularization } of this.state.trainable) {
      const maxNorm = regularization?.maxNorm ?? null;
      if (maxNorm !== null) variable.assign(constrainMaxNorm<Tensor>(ops, variable, maxNorm));
    }
  }

  evaluate(split: Split, firstBatch: number, batches: number): Float32Array {
    return this.passes.evaluate(split, firstBatch, batches);
  }

  predictExamples(indices: Int32Array): Float32Array {
    return this.passes.predictExamples(indices);
  }

  predictInputs(inputs: Float32Array, examples: number): Float32Array {
    return this.passes.predictInputs(inputs, examples);
  }

  layerOutputs(inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>> {
    return this.passes.layerOutputs(inputs, examples);
  }

  markWeights(): void {
    this.observer?.mark();
  }

  observe(): ObservedFigures {
    if (this.observer === null) throw new Error('the session has no probe');
    return this.observer.observe();
  }

  readState(isWanted: (name: string) => boolean = () => true): readonly StateTensor[] {
    return this.state.read(isWanted);
  }

  writeState(tensors: readonly StateTensor[]): void {
    this.state.write(tensors);
  }

  dispose(): void {
    this.observer?.dispose();
    this.state.dispose();
  }
}

function isFiniteStep({ loss, penalty, gradientNorm }: StepMeasures): boolean {
  return [loss, penalty, gradientNorm].every(Number.isFinite);
}

function valueOf(scalar: Tensor): number {
  return scalar.dataSync()[0] ?? NaN;
}
