import { AppError } from '../errors';
import type { LayerId } from '../ids';
import type { Ops } from '../ops/ops';
import { withBatch } from '../ops/shape';
import type { InferredLayer, InferredNetwork } from './inference';

export interface TraceRequest<T> {
  readonly ops: Ops<T>;
  /** A batch of examples as the data set shapes them, scaled: float32 [batch, ...shape]. */
  readonly input: T;
  weight(layer: LayerId, name: string): T;
  /**
   * Whether dropout, noise and batch statistics act. `probe`: batch statistics alone, which show a layer as training sees
   * it while nothing is drawn at random and nothing kept.
   */
  readonly training: boolean | 'probe';
  /** May put something else in the place of a layer's output. */
  tap?(layer: LayerId, output: T): T;
  /** Receives the next value of a weight that is not learned by gradient; called only when training. */
  update(layer: LayerId, name: string, value: T): void;
}

export interface NetworkTrace<T> {
  readonly output: T;
  /** Each layer's output. */
  readonly activations: ReadonlyMap<LayerId, T>;
}

/**
 * Runs the forward pass of every layer, in order, in whichever algebra `ops` is. Nothing is freed here: what `ops`
 * makes belongs to the caller.
 * @throws AppError `badNetwork` where the network has an error.
 */
export function traceNetwork<T>(network: InferredNetwork, request: TraceRequest<T>): NetworkTrace<T> {
  const wrong = network.problems.find((problem) => problem.severity === 'error');
  if (wrong !== undefined) throw AppError.fromData(wrong.error);
  const activations = new Map<LayerId, T>();
  for (const layer of network.layers) {
    const made = forward(layer, activations, request);
    activations.set(layer.id, request.tap?.(layer.id, made) ?? made);
  }
  const output = network.outputId === null ? undefined : activations.get(network.outputId);
  if (output === undefined) throw new AppError('badNetwork', 'The network has no output');
  return { output, activations };
}

function forward<T>(layer: InferredLayer, activations: ReadonlyMap<LayerId, T>, request: TraceRequest<T>): T {
  const { ops } = request;
  const training = request.training === 'probe' ? keepsStatistics(layer) : request.training;
  const inputs =
    layer.from.length === 0
      ? [shapedInput(layer, request)]
      : layer.from.map((id) => madeBefore(activations, id));
  return layer.definition.forward<T>(
    {
      ops,
      inputs,
      weight: (name) => request.weight(layer.id, name),
      training,
      frozen: layer.spec.trainable === false,
      stream: layer.stream,
      update: (name, value) => {
        if (request.training === true) request.update(layer.id, name, value);
      },
    },
    layer.parameters,
  );
}

/** Whether it has weights that follow its batches. */
function keepsStatistics({ weights }: InferredLayer): boolean {
  return weights.some(({ trainable }) => !trainable);
}

/** The examples in the shape the input layer hands on: an image may go on as one long row. */
function shapedInput<T>(
  { inputShapes: [example], outputShape }: InferredLayer,
  { ops, input }: TraceRequest<T>,
): T {
  return example?.join() === outputShape.join() ? input : ops.reshape(input, withBatch(outputShape));
}

function madeBefore<T>(activations: ReadonlyMap<LayerId, T>, id: LayerId): T {
  const activation = activations.get(id);
  if (activation === undefined) throw new Error(`layer ${id} was used before it was traced`);
  return activation;
}
