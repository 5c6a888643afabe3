import type { Tensor } from '@tensorflow/tfjs';
import type { LayerId } from '@shared/ids';
import { traceFigures } from '@shared/network/observation/figures';
import { traceNetwork, type NetworkTrace } from '@shared/network/trace';
import { metricInputs } from '@shared/training/metrics/measuring';
import type { ObservedFigures, SessionRequest } from '../session/session';
import { batchOf, type Batch } from './batches';
import { EagerOps } from './ops/eagerOps';
import type { SessionState } from './state';
import type { Backend } from './tensorflow';

type Observed = Pick<SessionRequest, 'network' | 'training' | 'data'> & { readonly probe: Int32Array };

/** Observes an eager session, with tfjs's own derivatives. */
export class EagerObserver {
  private marked = new Map<string, Tensor>();

  constructor(
    private readonly backend: Backend,
    private readonly request: Observed,
    private readonly state: SessionState,
  ) {}

  mark(): void {
    this.dispose();
    for (const { variable } of this.state.trainable) this.marked.set(variable.name, variable.clone());
  }

  observe(): ObservedFigures {
    const { tf } = this.backend;
    let places: ObservedFigures['places'] = [];
    const values = tf.tidy(() => {
      const figures = this.trace();
      places = figures.places;
      return figures.values;
    });
    try {
      return { places, values: values.dataSync<'float32'>().slice() };
    } finally {
      values.dispose();
    }
  }

  dispose(): void {
    for (const tensor of this.marked.values()) tensor.dispose();
    this.marked = new Map();
  }

  private trace() {
    const { tf } = this.backend;
    const { network, training, data, probe } = this.request;
    const ops = new EagerOps(this.backend, { seed: training.config.seed, step: 0 });
    const batch = batchOf(tf, data, probe);
    const { output, activations } = this.forward(ops, batch);
    const judged = this.judge(ops, output, batch);
    const derivatives = this.differentiate(ops, batch, activations);
    const classes = Math.max(2, data.classes);
    return traceFigures<Tensor>(
      ops,
      network,
      {
        activations,
        gradientOf: (layer) => derivatives.byLayer.get(layer) ?? null,
        blocksOf: (layer, name) => {
          const value = this.state.weight(layer, name);
          const gradient = derivatives.byWeight.get(value.name) ?? null;
          return [{ value, gradient, before: this.marked.get(value.name) ?? value }];
        },
        weight: (layer, name) => this.state.weight(layer, name),
        losses: judged.losses,
        answers: judged.answer === null ? null : ops.sum(ops.oneHot(judged.answer, classes), [0]),
      },
      { examples: probe.length, classes },
    );
  }

  private judge(ops: EagerOps, output: Tensor, { target }: Batch) {
    const { task, classes } = this.request.data;
    return metricInputs<Tensor>(ops, this.request.training.loss, { output, target, task, classes });
  }

  /** @param added what is added to each layer's output, where it is given */
  private forward(
    ops: EagerOps,
    { input }: Batch,
    added: ReadonlyMap<LayerId, Tensor> = new Map<LayerId, Tensor>(),
    weights: ReadonlyMap<string, Tensor> = new Map<string, Tensor>(),
  ): NetworkTrace<Tensor> {
    return traceNetwork<Tensor>(this.request.network, {
      ops,
      input,
      training: 'probe',
      weight: (layer, name) => {
        const variable = this.state.weight(layer, name);
        return weights.get(variable.name) ?? variable;
      },
      tap: (layer, output) => {
        const more = added.get(layer);
        return more === undefined ? output : ops.add(output, more);
      },
      update: () => undefined,
    });
  }

  /** tfjs differentiates by what a function is given: zeros that are added to each output, and the weights. */
  private differentiate(ops: EagerOps, batch: Batch, activations: ReadonlyMap<LayerId, Tensor>) {
    const { tf } = this.backend;
    const ids = [...activations.keys()];
    const names = this.state.trainable.map(({ variable }) => variable.name);
    const loss = (...given: Tensor[]) => {
      const added = new Map(ids.flatMap((id, place) => (given[place] ? [[id, given[place]]] : [])));
      const weights = new Map(
        names.flatMap((name, place) => {
          const value = given[ids.length + place];
          return value ? [[name, value]] : [];
        }),
      );
      const { output } = this.forward(ops, batch, added, weights);
      return ops.mean(this.judge(ops, output, batch).losses, [0]);
    };
    const zeros = ids
      .flatMap((id) => activations.get(id) ?? [])
      .map((activation) => tf.zerosLike(activation));
    const values = this.state.trainable.map(({ variable }) => variable.clone());
    const gradients = tf.grads(loss)([...zeros, ...values]);
    return {
      byLayer: new Map(ids.map((id, place) => [id, gradients[place] ?? null])),
      byWeight: new Map(names.map((name, place) => [name, gradients[ids.length + place] ?? null])),
    };
  }
}
