import { AppError } from '@shared/errors';
import { formatNumber } from '@shared/format';
import type { InferredLayer } from '@shared/network/inference';
import type { TrainedNetwork } from './encoder';

export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

type Weights = TrainedNetwork['weights'];

/** A layer's weight. @throws AppError `exportFailed` where the checkpoint has none of this name */
export function weightOf(weights: Weights, layer: string, name: string) {
  const found = weights.get(`parameters/${layer}/${name}`);
  if (found !== undefined) return found;
  throw new AppError('exportFailed', `The checkpoint has no weights "${name}" for the layer.`, {
    where: layer,
    remedy: 'Export the other checkpoint, or train the run again.',
  });
}

/** All of a layer's weights, in the order in which its definition, and Keras, have them. */
export function weightsOf(layer: InferredLayer, weights: Weights): NamedWeight[] {
  return layer.weights.map(({ name }) => {
    const { shape, values } = weightOf(weights, layer.id, name);
    return { name, shape, values };
  });
}

/** A protobuf message can be no larger, and a little of it is the graph. */
const mostBytesOfMessage = 2 ** 31 - 2 ** 24;

/**
 * Looks before anything is written whether the weights fit into one message of Protocol Buffers.
 * @param what is written: `a SavedModel`
 * @throws AppError `exportFailed`
 */
export function requireOneMessage(weights: Weights, what: string): void {
  const parameters = [...weights].filter(([name]) => name.startsWith('parameters/'));
  const size = parameters.reduce((sum, [, { values }]) => sum + values.byteLength, 0);
  if (size <= mostBytesOfMessage) return;
  throw new AppError(
    'exportFailed',
    `The weights have ${formatNumber(size)} bytes; ${what} takes up to 2 GB.`,
    {
      where: 'network',
      remedy: 'Export to ONNX in float32 or to PyTorch, which have the weights in a file of their own.',
    },
  );
}
