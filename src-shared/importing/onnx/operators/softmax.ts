import { fromFront } from '../../../ops/shape';
import { withLast } from './normalization';
import type { Operator } from './node';

export const softmax: Operator = (reader) => {
  const given = reader.activation(0);
  const rank = given.axes.length + 1;
  // Before opset 13 it went over all axes from this one on.
  const axis = reader.integer('axis', reader.opset < 13 ? 1 : -1);
  const at = fromFront(axis, rank);
  reader.require(at > 0, 'it goes over the examples');
  reader.require(reader.opset >= 13 || at === rank - 1, `it goes over all axes from ${at} on; here over one`);
  // In a row, the order does not matter.
  const x = rank === 2 && given.shape.length === 1 ? given : withLast(reader, given, at - 1);
  return reader.drafts.add({ kind: 'softmax', name: reader.layerName('softmax'), axes: x.axes }, [x]);
};
