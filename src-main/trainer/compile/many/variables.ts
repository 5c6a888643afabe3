import { gather } from '../operations/control';
import { onlyOutput, type Operation } from '../graph/trace';
import { eachOf, inputOf, ofEach, same, withRuns, type BatchingRule } from './batching';

const read: Operation = { type: 'ReadVariableOp', outputs: ['value'] };

/** What each run's part of a variable holds. */
export const wholly: BatchingRule = (context) => same(context, [inputOf(context, 0).tensor]);

export const assigned: BatchingRule = (context) =>
  same(context, [inputOf(context, 0).tensor, eachOf(context, 1)]);

/** Rows of a variable that the runs share, or the same rows of each run's own. */
export const readRows: BatchingRule = (context) => {
  const { ops, node } = context;
  const [variable, indices] = [inputOf(context, 0), inputOf(context, 1)];
  if (!variable.each) return same(context, [variable.tensor, indices.tensor]);
  if (indices.each) throw new Error('the runs read other rows of variables of their own');
  const rows = withRuns(context, onlyOutput(node));
  const whole = ops.trace.add(read, [variable.tensor], { dtype: { type: rows.dtype } }, [rows]);
  const attributes = {
    Tparams: { type: rows.dtype },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
    batch_dims: { int: 0 },
  } as const;
  return ofEach(ops.apply(gather, [onlyOutput(whole), indices.tensor, ops.integer(1)], rows, attributes));
};
