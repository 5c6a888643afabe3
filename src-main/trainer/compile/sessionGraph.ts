import type { FigurePlace } from '@shared/network/observation/figures';
import type { Shape } from '@shared/ops/shape';
import type { SessionRequest } from '../session/session';
import { countOf, firstSize } from './step/batch';
import { joinBlocks, splitIntoBlocks, type StoredTensor } from './step/blocks';
import { recordEvaluation, type EvaluationGraph } from './calls/evaluation';
import { gatherInputs, recordForwardPass, scale, Weights, type ForwardPass } from './step/forwardPass';
import type { GraphFunction } from './graph/graphDef';
import { GraphOps } from './ops/graphOps';
import { fill } from './operations/control';
import { deepCopy, identity } from './operations/elementwise';
import { recordApart } from './calls/apart';
import { netInTraining, recordMarks, recordObservation, type ObservationGraph } from './calls/observation';
import { planVariables, type SessionVariables } from './sessionVariables';
import { onlyOutput, Trace, type GraphNode, type GraphTensor } from './graph/trace';
import { recordTraining } from './calls/training';
import type { StepCalls } from './calls/stepCalls';
import { feed } from './calls/trainingCall';
import { stepColumns } from './step/trainingStep';
import { assignVariable, readVariable, type Variable } from './graph/variables';

/** Sets a variable: feed the placeholder, fetch `done`. */
export interface Assignment {
  readonly placeholder: GraphTensor;
  readonly done: GraphTensor;
}

/** Everything that a session can be asked for, as tensors of its main graph. */
export interface SessionGraph {
  readonly main: Trace;
  readonly functions: readonly GraphFunction[];
  readonly state: readonly {
    readonly name: string;
    readonly shape: Shape;
    readonly read: GraphTensor;
    readonly write: Assignment;
  }[];
  /** Of a session that is asked: the blocks of those state tensors that are cut, each to be written by itself. */
  readonly blocks: readonly {
    readonly name: string;
    readonly shape: Shape;
    readonly of: string;
    readonly write: Assignment;
  }[];
  /** Fetched once: gives every state tensor of a session that is trained its first value. */
  readonly initialize: GraphTensor;
  readonly inputs: Assignment;
  readonly targets: Assignment;
  readonly order: Assignment;
  readonly train: StepCalls;
  readonly evaluate: EvaluationGraph & { readonly indices: GraphTensor; readonly batches: GraphTensor };
  readonly predictExamples: { readonly indices: GraphTensor; readonly output: GraphTensor };
  readonly predictInputs: { readonly inputs: GraphTensor } & Pick<ForwardPass, 'output' | 'activations'>;
  /** Null where the run is not observed; `mark` is fetched to note the weights as they are. */
  readonly observe: ObservationCalls | null;
}

/** How a session is asked for what a look at its net tells. */
export interface ObservationCalls extends ObservationGraph {
  /** Of the probe's examples, int32 [examples]. */
  readonly indices: GraphTensor;
  readonly mark: GraphTensor;
}

const noTraining = { call: null, functions: [] };

/** Records the main graph of a session and the functions it calls. */
export function recordSession(request: SessionRequest): SessionGraph {
  const ops = new GraphOps(new Trace('main'));
  const variables = planVariables(request);
  const train = request.isAsked ? noTraining : recordTraining(ops, request, variables);
  const evaluate = recordEvaluationCall(ops, request, variables);
  const { observe, functions } = recordObserving(ops, request, variables);
  return {
    main: ops.trace,
    functions: [...train.functions, ...evaluate.functions, ...functions],
    state: variables.state.map((stored) => ({
      name: stored.name,
      shape: stored.shape,
      read: joinBlocks(
        ops,
        stored.blocks.map((block) => readVariable(ops, block)),
      ),
      write: recordAssignment(ops, stored),
    })),
    blocks: request.isAsked ? recordBlocks(ops, variables) : [],
    // Of a session that is asked each has a value written: zeros would only be in memory beside it.
    initialize: recordInitialization(ops, request.isAsked ? { state: [] } : variables),
    inputs: recordSharing(ops, variables.inputs),
    targets: recordSharing(ops, variables.targets),
    order: recordAssignment(ops, undivided(variables.order)),
    train: { call: train.call, columns: stepColumns(request) },
    evaluate,
    ...recordPredictions(ops, request, variables),
    observe,
  };
}

function recordBlocks(ops: GraphOps, { state }: SessionVariables): SessionGraph['blocks'] {
  return state.flatMap(({ name: of, blocks }) =>
    blocks.length === 1
      ? []
      : blocks.map((block) => ({
          ...{ name: block.name, shape: block.shape.map(Number), of },
          write: recordAssignment(ops, undivided(block)),
        })),
  );
}

function recordObserving(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
): Pick<SessionGraph, 'observe' | 'functions'> {
  const { probe } = request;
  if (probe === undefined) return { observe: null, functions: [] };
  const indices = feed(ops, 'probeIndices', { dtype: 'int32', shape: [null] });
  let places: readonly FigurePlace[] = [];
  const { result: figures, function: pass } = recordApart(ops, 'observe', [indices], (inside, [given]) => {
    if (given === undefined) throw new Error('an observation needs its examples');
    const net = netInTraining(inside, request, variables, given);
    const observed = recordObservation(inside, request, net, probe.length);
    places = observed.places;
    return observed.figures;
  });
  const mark = doneAfter(ops, recordMarks(ops, variables));
  return { observe: { indices, figures, places, mark }, functions: [pass] };
}

function recordEvaluationCall(ops: GraphOps, request: SessionRequest, variables: SessionVariables) {
  const indices = feed(ops, 'splitIndices', { dtype: 'int32', shape: [null] });
  const batches = feed(ops, 'splitBatches', { dtype: 'int32', shape: [] });
  return { indices, batches, ...recordEvaluation(ops, request, variables, indices, batches) };
}

function recordPredictions(ops: GraphOps, request: SessionRequest, variables: SessionVariables) {
  const { indices, inputs } = predictionFeeds(ops, request);
  const ofInputs = recordOutputs(ops, request, variables, inputs);
  return {
    predictExamples: { indices, output: recordOutputsFor(ops, request, variables, indices).output },
    predictInputs: { inputs, output: ofInputs.output, activations: ofInputs.activations },
  };
}

/** Placeholders for examples by their indices, and for raw inputs. */
export function predictionFeeds(ops: GraphOps, { data }: SessionRequest) {
  return {
    indices: feed(ops, 'exampleIndices', { dtype: 'int32', shape: [null] }),
    inputs: feed(ops, 'inputs', { dtype: 'float32', shape: [null, ...data.inputShape] }),
  };
}

/** The network's outputs for examples of the data set by index. */
export function recordOutputsFor(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
): ForwardPass {
  ops.setContext({ batchSize: countOf(ops, indices) });
  const examples = gatherInputs(ops, request, variables, indices);
  return recordForwardPass(ops, request, new Weights(ops, variables), examples, false);
}

/** The same for raw inputs. */
export function recordOutputs(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  inputs: GraphTensor,
): ForwardPass {
  ops.setContext({ batchSize: firstSize(ops, inputs) });
  const scaled = scale(ops, inputs, request.data.scaling);
  return recordForwardPass(ops, request, new Weights(ops, variables), scaled, false);
}

/**
 * Sets a variable to what is fed, in JavaScript's memory, so that it is held once. Only for what no call changes or
 * replaces: the variable lets go of that memory with the session, which ends on JavaScript's thread.
 */
export function recordSharing(ops: GraphOps, to: Variable): Assignment {
  const fed = feed(ops, `feed/${to.name}`, to);
  return { placeholder: fed, done: doneAfter(ops, [assignVariable(ops, to, fed)]) };
}

/**
 * Other variables get memory of their own: what is fed may share JavaScript's, which TensorFlow must not change, and which
 * must be let go on JavaScript's thread.
 */
export function recordAssignment(ops: GraphOps, to: Variable & Pick<StoredTensor, 'blocks'>): Assignment {
  const fed = feed(ops, `feed/${to.name}`, to);
  // A block is a copy already.
  const own = to.blocks.length > 1 ? fed : ops.apply(deepCopy, [fed], to);
  const values = splitIntoBlocks(ops, own, to.blocks);
  const assigned = values.map(({ block, value }) => assignVariable(ops, block, value));
  return { placeholder: fed, done: doneAfter(ops, assigned) };
}

export function undivided(variable: Variable) {
  return { ...variable, blocks: [variable] };
}

export function recordInitialization(ops: GraphOps, { state }: Pick<SessionVariables, 'state'>): GraphTensor {
  const attributes = { T: { type: 'float32' }, index_type: { type: 'int32' } } as const;
  const assignments = state.flatMap(({ blocks, initialValue }) =>
    blocks.map((block) => {
      const value = ops.apply(fill, [ops.sizes(block.shape), ops.constant(initialValue)], block, attributes);
      return assignVariable(ops, block, value);
    }),
  );
  return doneAfter(ops, assignments);
}

/** A tensor to fetch once the nodes have run. */
export function doneAfter(ops: GraphOps, after: readonly GraphNode[]): GraphTensor {
  const type = { dtype: 'int32', shape: [] } as const;
  return onlyOutput(
    ops.trace.add(identity, [ops.integer(after.length)], { T: { type: 'int32' } }, [type], {
      name: 'done',
      after,
    }),
  );
}
