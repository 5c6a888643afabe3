import type { SessionRequest } from '../../session/session';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import type { SessionVariables } from '../sessionVariables';
import { recordSteps, recordTrainingCall, type TrainingCall } from './trainingCall';
import { stepColumns } from '../step/trainingStep';
import { recordMachineCode } from '../xla/machineCode';

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
  return recordRanges(request, ({ name, rows, examples }) =>
    recordMachineCode(
      ops,
      name,
      { rows, rates: [], columns: stepColumns(request).length },
      (body, turns, given) => recordSteps(body, name, request, variables, turns, given, { rows, examples }),
    ),
  );
}

/** Batches of one size, for which there is machine code of their own. */
interface BatchRange {
  readonly name: string;
  /** Steps of a call at the most. */
  readonly rows: number;
  /** Examples of each batch. */
  readonly examples: number;
}

/**
 * Records a call in machine code for each size of an epoch's batches.
 * @throws Error with the reason where they cannot be machine code
 */
export function recordRanges(
  request: SessionRequest,
  record: (range: BatchRange) => {
    readonly call: TrainingCall;
    readonly functions: readonly GraphFunction[];
  },
): { readonly calls: readonly RangedCall[]; readonly functions: readonly GraphFunction[] } {
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
      const { call, functions } = record({ name, examples, rows: range.mostSteps });
      return { call: { ...call, ...range }, functions };
    });
  return {
    calls: recorded.map(({ call }) => call),
    functions: recorded.flatMap(({ functions }) => functions),
  };
}
