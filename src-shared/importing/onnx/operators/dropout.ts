import type { Operator } from './node';

/** Acts in training alone, here as there. */
export const dropout: Operator = (reader) => {
  // The seed of a run is for all of it.
  reader.integer('seed', 0);
  const rate = reader.opset < 12 ? reader.float('ratio', 0.5) : reader.number(1, 0.5);
  if (reader.has(2)) reader.constant(2);
  const x = reader.activation(0);
  if (rate === 0) return x;
  const name = reader.layerName('dropout');
  return reader.drafts.add({ kind: 'dropout', parameters: { rate }, name, axes: x.axes }, [x]);
};
