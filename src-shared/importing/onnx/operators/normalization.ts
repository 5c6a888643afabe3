import { arranged, asSeen } from '../network/arranging';
import type { Activation } from '../network/values';
import type { NodeReader, Operator } from './node';

export const batchNormalization: Operator = (reader) => {
  reader.require(reader.integer('training_mode', 0) === 0, 'it is in training (training_mode)');
  reader.require(
    reader.integer('spatial', 1) === 1,
    'it has statistics of its own for each place (spatial = 0)',
  );
  const [gamma, beta, movingMean, movingVariance] = [1, 2, 3, 4].map((index) => reader.floats(index));
  const parameters = { momentum: reader.float('momentum', 0.9), epsilon: reader.float('epsilon', 1e-5) };
  const x = withLast(reader, reader.activation(0), 0);
  return reader.drafts.add(
    {
      kind: 'batchNormalization',
      name: reader.layerName('batchNormalization', gamma?.name),
      parameters,
      weights: {
        gamma: gamma?.values ?? new Float32Array(),
        beta: beta?.values ?? new Float32Array(),
        movingMean: movingMean?.values ?? new Float32Array(),
        movingVariance: movingVariance?.values ?? new Float32Array(),
      },
      axes: x.axes,
    },
    [x],
  );
};

export const layerNormalization: Operator = (reader) => {
  const given = reader.activation(0);
  const axis = reader.integer('axis', -1);
  const last = given.axes.length - 1;
  reader.require(
    axis === -1 || axis === last + 1,
    `it works from axis ${axis} on; here only the last is known`,
  );
  // How exact it is inside.
  reader.integer('stash_type', 1);
  const gamma = reader.has(1) ? reader.floats(1) : null;
  const beta = reader.has(2) ? reader.floats(2) : null;
  const x = withLast(reader, given, last);
  return reader.drafts.add(
    {
      kind: 'layerNormalization',
      name: reader.layerName('layerNormalization', gamma?.name),
      parameters: {
        epsilon: reader.float('epsilon', 1e-5),
        ...(gamma === null ? { scale: false } : {}),
        ...(beta === null ? { center: false } : {}),
      },
      weights: {
        ...(gamma === null ? {} : { gamma: gamma.values }),
        ...(beta === null ? {} : { beta: beta.values }),
      },
      axes: x.axes,
    },
    [x],
  );
};

/** The activation with an axis of the graph's as our last, which layers here work along. */
export function withLast(reader: NodeReader, x: Activation, axis: number): Activation {
  const group = x.axes[axis] ?? [];
  if (group.length === 1 && group[0] === x.shape.length - 1) return x;
  // A row of many axes has each of its values for itself.
  if (x.axes.length === 1) return asSeen(reader.drafts, x);
  return arranged(reader.drafts, x, [...[...x.axes.keys()].filter((each) => each !== axis), axis]);
}
