import type { Shape } from '@shared/ops/shape';
import type { SessionRequest } from '../../session/session';
import { elementAt } from '../step/batch';
import type { GraphFunction } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { recordLoop, type Loop } from '../calls/loop';
import { markedAs } from '../calls/observation';
import { deepCopy } from '../operations/elementwise';
import { replaceRows } from '../operations/variables';
import {
  doneAfter,
  recordAssignment,
  recordInitialization,
  recordSharing,
  undivided,
  type Assignment,
} from '../sessionGraph';
import { planVariables, type SessionVariables } from '../sessionVariables';
import { Trace, type GraphTensor } from '../graph/trace';
import { recordInMachineCode, type StepsCall } from '../calls/training';
import { feed, type GivenToSteps, type KnownSteps } from '../calls/trainingCall';
import { recordTrainingStep, stepColumns } from '../step/trainingStep';
import { handleOf, readVariable, type Variable } from '../graph/variables';
import { inOneVector, memberOf, recordForAll, type GroupMember } from './drafts';
import { recordAnswers, type GroupAnswers, type Recording } from './groupAnswers';
import type { Together } from './vectorize';

/** One tensor of all runs' states. */
export interface GroupTensor {
  readonly name: string;
  /** Of one run. */
  readonly shape: Shape;
  /** float32 [runs, ...shape]. */
  readonly read: GraphTensor;
  /** Sets the run's whose number is fed as `run`. */
  readonly write: Assignment;
}

/** Everything that a group can be asked for, as tensors of its main graph. */
export interface GroupGraph extends GroupAnswers {
  readonly main: Trace;
  readonly functions: readonly GraphFunction[];
  readonly state: readonly GroupTensor[];
  readonly initialize: GraphTensor;
  readonly inputs: Assignment;
  readonly targets: Assignment;
  /** int32 [runs, examples]. */
  readonly order: Assignment;
  /** The run that something is asked of: an int32 scalar to feed. */
  readonly run: GraphTensor;
  /** Learning rates are [steps], or [steps, runs] where not all runs have the same; measurements [steps, runs × columns]. */
  readonly train: { readonly call: StepsCall; readonly columns: readonly string[] };
}

/**
 * Records the graph of several runs that are trained as one.
 * @param sharesRates all have the same learning rate at each step
 * @throws Error where they need different graphs
 */
export function recordGroup(requests: readonly SessionRequest[], sharesRates: boolean): GroupGraph {
  const [request] = requests;
  if (request === undefined) throw new Error('there is no run');
  const main = new GraphOps(new Trace('main'));
  const members = requests.map(memberOf);
  const own = planVariables(request);
  const whole = forGroup(own, requests.length, request.data.splits.training.length);
  const recording: Recording = {
    main,
    members,
    request,
    variables: byName(own, whole, request.probe !== undefined),
    functions: [],
    run: feed(main, 'run', { dtype: 'int32', shape: [] }),
  };
  return {
    main: main.trace,
    functions: recording.functions,
    state: recordState(recording, own, whole),
    initialize: recordInitialization(main, whole),
    inputs: recordSharing(main, whole.inputs),
    targets: recordSharing(main, whole.targets),
    order: recordAssignment(main, undivided(whole.order)),
    run: recording.run,
    train: recordTraining(recording, sharesRates),
    ...recordAnswers(recording),
  };
}

/** The variables of a run with an axis over the runs; the examples are the same for all. */
function forGroup(own: SessionVariables, runs: number, trainingExamples: number): SessionVariables {
  const state = own.state.map((stored) => {
    const shape = [runs, ...stored.shape];
    return { ...stored, shape, blocks: [{ name: stored.name, dtype: stored.dtype, shape }] };
  });
  return { ...own, state, order: { ...own.order, shape: [runs, trainingExamples] } };
}

function byName(own: SessionVariables, whole: SessionVariables, isObserved: boolean): Together['variables'] {
  const marked = isObserved ? whole.state.map(markedAs) : [];
  const shared = [own.inputs, own.targets].map((variable) => ({ variable, each: false }));
  const each = [...whole.state, whole.order, ...marked].map((variable: Variable) => ({
    variable,
    each: true,
  }));
  return new Map([...shared, ...each].map((known) => [known.variable.name, known]));
}

function recordState(
  { main, run }: Recording,
  own: SessionVariables,
  whole: SessionVariables,
): GroupTensor[] {
  return whole.state.map((variable, place) => {
    const shape = own.state[place]?.shape ?? [];
    const fed = feed(main, `feed/${variable.name}`, { dtype: 'float32', shape });
    const handle = handleOf(main, variable);
    const value = main.apply(deepCopy, [fed], fed);
    const attributes = { dtype: { type: 'float32' }, Tindices: { type: 'int32' } } as const;
    const written = main.trace.add(replaceRows, [handle, run, value], attributes, []);
    const write = { placeholder: fed, done: doneAfter(main, [written]) };
    return { name: variable.name, shape, read: readVariable(main, variable), write };
  });
}

function recordTraining(recording: Recording, sharesRates: boolean): GroupGraph['train'] {
  const { main, members, request } = recording;
  const columns = stepColumns(request);
  if (request.compilation === 'xla') {
    const fixed = { rates: sharesRates ? [] : [members.length], columns: columns.length * members.length };
    const { call, functions } = recordInMachineCode(main, request, fixed, (ops, name, turns, given, known) =>
      recordSteps(recording, ops, name, turns, given, sharesRates, known),
    );
    recording.functions.push(...functions);
    return { call, columns };
  }
  const given = {
    firstStep: feed(main, 'firstStep', { dtype: 'int32', shape: [] }),
    firstBatch: feed(main, 'firstBatch', { dtype: 'int32', shape: [] }),
    learningRates: feed(main, 'learningRates', {
      dtype: 'float32',
      shape: sharesRates ? [null] : [null, members.length],
    }),
  };
  const turns = elementAt(main, main.sizesOf(given.learningRates), main.integer(0));
  const { functions, ...steps } = recordSteps(recording, main, 'train', turns, given, sharesRates);
  recording.functions.push(...functions);
  return { call: { ...given, ...steps, turns: null, mostSteps: Infinity }, columns };
}

function recordSteps(
  { members, request, variables }: Recording,
  ops: GraphOps,
  name: string,
  turns: GraphTensor,
  { firstStep, firstBatch, learningRates }: GivenToSteps,
  sharesRates: boolean,
  known?: KnownSteps,
): Loop {
  const runs = members.length;
  return recordLoop(ops, {
    name,
    turns,
    known,
    given: [firstStep, firstBatch, learningRates],
    columns: stepColumns(request).length * runs,
    multiplyAdds: request.network.totals.multiplyAdds * request.training.config.batchSize,
    turn(body, index, [step, batch, rates]) {
      if (!step || !batch || !rates) throw new Error('a training step lacks its arguments');
      const { results, effects } = recordForAll(
        members,
        { ops: body, variables },
        [
          ['index', { tensor: index, each: false }],
          ['firstStep', { tensor: step, each: false }],
          ['firstBatch', { tensor: batch, each: false }],
          ['learningRate', { tensor: elementAt(body, rates, index), each: !sharesRates }],
        ],
        (draft, member, given) => recordStepOfOne(draft, member, given, known?.examples),
      );
      return { row: [inOneVector(body, runs, results)], effects };
    },
  });
}

function recordStepOfOne(
  ops: GraphOps,
  { request, variables }: GroupMember,
  [index, firstStep, firstBatch, learningRate]: readonly GraphTensor[],
  examples?: number,
) {
  if (!index || !firstStep || !firstBatch || !learningRate) throw new Error('a step lacks its arguments');
  const known = examples === undefined ? {} : { examples };
  const given = { firstStep, firstBatch, learningRate, ...known };
  const { row, effects = [] } = recordTrainingStep(ops, request, variables, index, given);
  return { results: row, effects };
}
