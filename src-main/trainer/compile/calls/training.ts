import type { SessionRequest } from '../../session/session';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import type { SessionVariables } from '../sessionVariables';
import type { GraphTensor } from '../graph/trace';
import type { Loop } from './loop';
import {
  recordSteps,
  recordTrainingCall,
  type GivenToSteps,
  type KnownSteps,
  type TrainingCall,
} from './trainingCall';
import { stepColumns } from '../step/trainingStep';
import { recordMachineCode, type FixedShapes } from '../xla/machineCode';

/** A call that takes steps of one epoch. */
export interface StepsCall extends TrainingCall {
  /** Steps that it can take at once. */
  readonly mostSteps: number;
}

/** Rows that a call's measurements in machine code have at most for whole batches, however few are taken; the last has its own. */
const mostRows = 4096;

/**
 * The call that takes the steps of an epoch, as TensorFlow runs it or as machine code.
 * @throws Error with the reason where they cannot be machine code
 */
export function recordTraining(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
): { readonly call: StepsCall; readonly functions: readonly GraphFunction[] } {
  if (request.compilation !== 'xla') {
    const { call, functions } = recordTrainingCall(ops, request, variables);
    return { call: { ...call, mostSteps: Infinity }, functions };
  }
  const shapes = { rates: [], columns: stepColumns(request).length };
  return recordInMachineCode(ops, request, shapes, (body, name, turns, given, known) =>
    recordSteps(body, name, request, variables, turns, given, known),
  );
}

/**
 * Records a call in machine code, whose shapes are settled: where the last batch is smaller, it has a loop of its own
 * behind the other batches'. Both are in one call, since a call takes as long as ten steps of a small net.
 * @param record records the loop over the steps of batches of one size
 * @throws Error with the reason where they cannot be machine code
 */
export function recordInMachineCode(
  ops: GraphOps,
  request: SessionRequest,
  shapes: Omit<FixedShapes, 'rows'>,
  record: (ops: GraphOps, name: string, turns: GraphTensor, given: GivenToSteps, known: KnownSteps) => Loop,
): { readonly call: StepsCall; readonly functions: readonly GraphFunction[] } {
  const { batchSize } = request.training.config;
  const examples = request.data.splits.training.length;
  const whole = Math.floor(examples / batchSize);
  const rest = examples % batchSize;
  const rows = Math.min(whole, mostRows) + (rest > 0 ? 1 : 0);
  const recorded = recordMachineCode(ops, 'train', { rows, ...shapes }, (body, turns, given) => {
    const ofWhole = () => {
      const left = body.subtract(body.integer(whole), given.firstBatch);
      return record(body, 'train', body.minimum(turns, left), given, { rows, examples: batchSize });
    };
    const first = whole > 0 ? ofWhole() : undefined;
    const ofLast = () => record(body, 'trainLast', turns, given, { rows, examples: rest, from: first });
    const last = rest > 0 ? ofLast() : undefined;
    const loops = [first, last].filter((loop) => loop !== undefined);
    const end = loops.at(-1);
    if (end === undefined) throw new Error('there is no example to train on');
    return { ...end, functions: loops.flatMap(({ functions }) => functions) };
  });
  return { call: { ...recorded.call, mostSteps: rows }, functions: recorded.functions };
}
