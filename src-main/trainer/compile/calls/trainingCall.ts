import type { SessionRequest } from '../../session/session';
import { countOf, elementAt } from '../step/batch';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import { recordLoop, type KnownTurns, type Loop } from './loop';
import { placeholder } from '../operations/control';
import type { SessionVariables } from '../sessionVariables';
import { onlyOutput, type GraphTensor, type TensorType } from '../graph/trace';
import { recordTrainingStep, stepColumns } from '../step/trainingStep';

/** A way to take consecutive steps in one call of the session. */
export interface TrainingCall {
  /** Numbers of the first step in the run and of its batch in the epoch: int32 scalars to feed. */
  readonly firstStep: GraphTensor;
  readonly firstBatch: GraphTensor;
  /** float32 to feed, one for each step; where there is `turns`, as many as there are rows. */
  readonly learningRates: GraphTensor;
  /** Steps to take, an int32 scalar to feed; null where the learning rates say it. */
  readonly turns: GraphTensor | null;
  /** float32 [steps or rows, columns]. */
  readonly measurements: GraphTensor;
  /** Steps taken, an int32 scalar. */
  readonly taken: GraphTensor;
}

/** Records the call that takes steps in TensorFlow's own way: as many as wanted, of batches of any size. */
export function recordTrainingCall(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
): { readonly call: TrainingCall; readonly functions: readonly GraphFunction[] } {
  const firstStep = feed(ops, 'firstStep', { dtype: 'int32', shape: [] });
  const firstBatch = feed(ops, 'firstBatch', { dtype: 'int32', shape: [] });
  const learningRates = feed(ops, 'learningRates', { dtype: 'float32', shape: [null] });
  const turns = countOf(ops, learningRates);
  const given = { firstStep, firstBatch, learningRates };
  const { measurements, taken, functions } = recordSteps(ops, 'train', request, variables, turns, given);
  return { call: { ...given, turns: null, measurements, taken }, functions };
}

/** What a call tells all of its steps. */
export type GivenToSteps = Pick<TrainingCall, 'firstStep' | 'firstBatch' | 'learningRates'>;

/** What a closed function must know of its steps before. */
export interface KnownSteps extends KnownTurns {
  /** Of every batch. */
  readonly examples: number;
}

/** Records the loop over the steps of a call. */
export function recordSteps(
  ops: GraphOps,
  name: string,
  request: SessionRequest,
  variables: SessionVariables,
  turns: GraphTensor,
  { firstStep, firstBatch, learningRates }: GivenToSteps,
  known?: KnownSteps,
): Loop {
  const called: GraphFunction[] = [];
  const { functions, ...loop } = recordLoop(ops, {
    name,
    turns,
    known,
    given: [firstStep, firstBatch, learningRates],
    columns: stepColumns(request).length,
    multiplyAdds: request.network.totals.multiplyAdds * request.training.config.batchSize,
    turn(body, index, [step, batch, rates]) {
      if (!step || !batch || !rates) throw new Error('a training step lacks its arguments');
      const recorded = recordTrainingStep(body, request, variables, index, {
        firstStep: step,
        firstBatch: batch,
        learningRate: elementAt(body, rates, index),
        ...(known && { examples: known.examples }),
      });
      called.push(...recorded.functions);
      return recorded;
    },
  });
  return { ...loop, functions: [...functions, ...called] };
}

/** A placeholder of the main graph. */
export function feed(ops: GraphOps, name: string, { dtype, shape }: TensorType): GraphTensor {
  const attributes = { dtype: { type: dtype }, shape: { shape } };
  return onlyOutput(ops.trace.add(placeholder, [], attributes, [{ dtype, shape }], { name }));
}
