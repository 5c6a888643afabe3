import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { LayerId } from '@shared/ids';
import { traceNetwork, type NetworkTrace } from '@shared/network/trace';
import { joined } from '@shared/ops/joined';
import type { Split } from '@shared/runs/run';
import type { MetricInputs } from '@shared/training/metric';
import { metricInputs, statisticsOf, statisticsWidth } from '@shared/training/metrics/measuring';
import type { SessionRequest } from '../session/session';
import { batchOf, inputsOf, partsOf, scaled, type Batch } from './batches';
import { EagerOps } from './ops/eagerOps';
import type { SessionState } from './state';
import { scoped, type Backend } from './tensorflow';

/** Receives the next values of weights that are not learned by gradient. */
type Update = (variable: Variable, value: Tensor) => void;

/** Forward through the network with the weights as they are. What it gives out as tensors, the caller's scope frees. */
export class ForwardPasses {
  private readonly tf;

  constructor(
    private readonly backend: Backend,
    private readonly request: Pick<SessionRequest, 'network' | 'training' | 'data'>,
    private readonly state: SessionState,
  ) {
    this.tf = backend.tf;
  }

  /**
   * What a batch is judged by.
   * @param update given while training
   */
  judge(ops: EagerOps, { input, target }: Batch, update?: Update): MetricInputs<Tensor> {
    const { training, data } = this.request;
    const { task, classes } = data;
    const output = this.forward(ops, input, update);
    return metricInputs(ops, training.loss, { output, target, task, classes });
  }

  private forward(ops: EagerOps, input: Tensor, update?: Update): Tensor {
    return this.trace(ops, input, update).output;
  }

  private trace(ops: EagerOps, input: Tensor, update?: Update): NetworkTrace<Tensor> {
    return traceNetwork<Tensor>(this.request.network, {
      ops,
      input,
      training: update !== undefined,
      weight: (layer, name) => this.state.weight(layer, name),
      update: (layer, name, value) => update?.(this.state.weight(layer, name), value),
    });
  }

  evaluate(split: Split, firstBatch: number, batches: number): Float32Array {
    const parts = partsOf(this.request.data.splits[split]).slice(firstBatch, firstBatch + batches);
    const width = statisticsWidth(this.request.data);
    const table = new Float32Array(parts.length * width);
    parts.forEach((part, row) => table.set(this.statisticsOf(part), row * width));
    return table;
  }

  /** Sums over some examples, side by side. */
  private statisticsOf(indices: Int32Array): Float32Array {
    return scoped(this.tf, () => {
      const ops = this.plainOps();
      const judged = this.judge(ops, batchOf(this.tf, this.request.data, indices));
      const sums = statisticsOf(ops, this.request.data, judged).map((values) => ops.sum(values, [0]));
      return Float32Array.from(sums.flatMap((values) => [...values.dataSync()]));
    });
  }

  predictExamples(indices: Int32Array): Float32Array {
    return this.predict(partsOf(indices).map((part) => () => inputsOf(this.tf, this.request.data, part)));
  }

  predictInputs(inputs: Float32Array, examples: number): Float32Array {
    const size = examples === 0 ? 0 : inputs.length / examples;
    const places = partsOf(Int32Array.from({ length: examples }, (_, index) => index));
    const parts = places.map((part) => () => {
      const first = part[0] ?? 0;
      return scaled(
        this.tf,
        inputs.slice(first * size, (first + part.length) * size),
        part.length,
        this.request.data,
      );
    });
    return this.predict(parts);
  }

  layerOutputs(inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>> {
    return scoped(this.tf, () => {
      const { activations } = this.trace(
        this.plainOps(),
        scaled(this.tf, inputs, examples, this.request.data),
      );
      return Object.fromEntries(
        [...activations].map(([id, values]) => [id, values.dataSync<'float32'>().slice()]),
      );
    });
  }

  private predict(parts: readonly (() => Tensor)[]): Float32Array {
    const outputs = parts.map((input) =>
      this.tf.tidy(() => this.forward(this.plainOps(), input()).dataSync<'float32'>().slice()),
    );
    return joined(outputs);
  }

  /** For passes that draw nothing. */
  private plainOps(): EagerOps {
    return new EagerOps(this.backend, { seed: this.request.training.config.seed, step: 0 });
  }
}
