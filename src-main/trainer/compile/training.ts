import type { SessionRequest } from '../session/session';
import type { GraphFunction } from './graphDef';
import type { GraphOps } from './graphOps';
import type { SessionVariables } from './sessionVariables';
import { recordTrainingCall, type TrainingCall } from './trainingCall';
import { obstacleTo } from './xla/lacking';
import { recordMachineCode } from './xla/machineCode';

/** A call that takes steps, and which of an epoch's batches it is for. */
export interface RangedCall extends TrainingCall {
  /** Batches [from, to) of an epoch. */
  readonly from: number;
  readonly to: number;
  /** Steps that it can take at once. */
  readonly mostSteps: number;
}

/** Most steps of a call in machine code: its measurements have so many rows, however few are taken. */
const mostRows = 4096;

/**
 * The calls that take the steps of an epoch: one as TensorFlow runs it, or machine code for each size of batch.
 * @throws Error with the reason where they cannot be machine code
 */
export function recordTraining(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
): { readonly calls: readonly RangedCall[]; readonly functions: readonly GraphFunction[] } {
  if (request.compilation !== 'xla') {
    const { call, functions } = recordTrainingCall(ops, request, variables);
    return { calls: [{ ...call, from: 0, to: Infinity, mostSteps: Infinity }], functions };
  }
  const { batchSize } = request.training.config;
  const examples = request.data.splits.training.length;
  const whole = Math.floor(examples / batchSize);
  const ranges = [
    { name: 'train', from: 0, to: whole, mostSteps: Math.min(whole, mostRows), examples: batchSize },
    { name: 'trainLast', from: whole, to: whole + 1, mostSteps: 1, examples: examples % batchSize },
  ];
  const recorded = ranges
    .filter(({ from, to, examples }) => to > from && examples > 0)
    .map(({ name, examples, ...range }) => {
      const fixed = { rows: range.mostSteps, examples };
      const { call, functions } = recordMachineCode(ops, name, request, variables, fixed);
      return { call: { ...call, ...range }, functions };
    });
  const obstacle = obstacleTo(recorded.flatMap(({ functions }) => functions));
  if (obstacle !== null) throw new Error(obstacle);
  return {
    calls: recorded.map(({ call }) => call),
    functions: recorded.flatMap(({ functions }) => functions),
  };
}
