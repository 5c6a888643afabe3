import type { Attributes } from './attributes';
import type { GraphFunction } from './graphDef';
import { GraphOps } from './graphOps';
import { logicalAnd } from './operations/arithmetic';
import { call, scatterUpdate, whileLoop } from './operations/control';
import { deepCopy } from './operations/elementwise';
import { Trace, type GraphNode, type GraphTensor, type TensorType } from './trace';

const fewMultiplyAdds = 700_000;

/** What one turn of a loop gives: a row of measurements, whether to go on, and what must have happened. */
export interface Turn {
  readonly row: readonly GraphTensor[];
  readonly goOn?: GraphTensor;
  readonly effects?: readonly GraphNode[];
}

export interface LoopRequest {
  readonly name: string;
  /** Turns to take: an int32 scalar. */
  readonly turns: GraphTensor;
  /** Values of the main graph that each turn may use. */
  readonly given: readonly GraphTensor[];
  /** Columns of the measurements. */
  readonly columns: number;
  /** Multiply-adds of a turn's forward pass. */
  readonly multiplyAdds: number;
  /** Records one turn; `index` counts from 0. */
  turn(ops: GraphOps, index: GraphTensor, given: readonly GraphTensor[]): Turn;
}

export interface Loop {
  /** float32 [turns, columns]; rows of turns not taken are 0. */
  readonly measurements: GraphTensor;
  /** Turns taken: an int32 scalar. */
  readonly taken: GraphTensor;
  readonly functions: readonly GraphFunction[];
}

/**
 * Records a `While` in the main graph that takes turns until they are all taken or one says to stop. It works on copies:
 * TensorFlow lets go of a loop's values after the call has returned, on a thread of its own, where no memory of
 * JavaScript's may be let go.
 */
export function recordLoop(main: GraphOps, request: LoopRequest): Loop {
  const { name, turns, given, columns } = request;
  const types: readonly TensorType[] = [
    { dtype: 'int32', shape: [] },
    { dtype: 'int32', shape: [] },
    { dtype: 'bool', shape: [] },
    { dtype: 'float32', shape: [null, columns] },
    ...given,
  ];
  const condition = recordCondition(`${name}_condition`, types);
  const body = recordBody(`${name}_body`, types, request);
  const isDirect = isShort(request, body.trace);
  const turn = isDirect ? body : recordCall(`${name}_turn`, types, body);
  const copy = (tensor: GraphTensor) => main.apply(deepCopy, [tensor], tensor);
  const initial = [
    main.integer(0),
    copy(turns),
    main.truth(),
    main.zeros([turns, main.integer(columns)]),
    ...given.map(copy),
  ];
  const attributes: Attributes = {
    T: { types: types.map(({ dtype }) => dtype) },
    cond: { function: { name: condition.trace.name } },
    body: { function: { name: turn.trace.name } },
    output_shapes: { shapes: [] },
    parallel_iterations: { int: 1 },
  };
  const { outputs } = main.trace.add(whileLoop, initial, attributes, types, { name });
  const { index, measurements } = stateOf(outputs);
  return { measurements, taken: index, functions: isDirect ? [condition, body] : [condition, turn, body] };
}

/**
 * Whether a turn is so little work that calling it through TensorFlow's graph passes would cost more than they give.
 * Measured with dense layers: up to 2.1 times as fast below the limit, slower from 1,000,000 on. What is convolved
 * misses its fastest kernels without the passes, however little it is.
 */
function isShort({ multiplyAdds }: LoopRequest, { nodes }: Trace): boolean {
  return multiplyAdds <= fewMultiplyAdds && !nodes.some(({ operation }) => /Conv2d/i.test(operation.type));
}

function recordCondition(name: string, types: readonly TensorType[]): GraphFunction {
  const trace = new Trace(name);
  const ops = new GraphOps(trace);
  const { index, turns, goOn } = stateOf(argumentsOf(trace, types));
  const goes = ops.apply(logicalAnd, [ops.less(index, turns), goOn], goOn, {});
  return { trace, results: [['goes', goes]], effects: [] };
}

function recordBody(
  name: string,
  types: readonly TensorType[],
  { turn, columns }: LoopRequest,
): GraphFunction {
  const trace = new Trace(name);
  const ops = new GraphOps(trace);
  const { index, turns, goOn, measurements, given } = stateOf(argumentsOf(trace, types));
  const { row, goOn: next = goOn, effects = [] } = turn(ops, index, given);
  const written = ops.apply(
    scatterUpdate,
    [measurements, ops.reshape(index, [1, 1]), ops.reshape(ops.pack(row), [1, columns])],
    measurements,
    { T: { type: 'float32' }, Tindices: { type: 'int32' } },
  );
  const state = [ops.add(index, ops.integer(1)), turns, next, written, ...given];
  return { trace, results: state.map((tensor, place) => [`state_${place}`, tensor]), effects };
}

/**
 * A function that only calls another. A loop runs its body as it is; what is called this way goes through all of
 * TensorFlow's graph passes first, and only then do convolutions run on oneDNN: 2.5 times as fast.
 */
function recordCall(name: string, types: readonly TensorType[], called: GraphFunction): GraphFunction {
  const trace = new Trace(name);
  const dtypes = types.map(({ dtype }) => dtype);
  const attributes: Attributes = {
    Tin: { types: dtypes },
    Tout: { types: dtypes },
    f: { function: { name: called.trace.name } },
    config: { string: '' },
    config_proto: { string: '' },
    executor_type: { string: '' },
  };
  const { outputs } = trace.add(call, argumentsOf(trace, types), attributes, types);
  return { trace, results: outputs.map((tensor, place) => [`state_${place}`, tensor]), effects: [] };
}

function argumentsOf(trace: Trace, types: readonly TensorType[]): GraphTensor[] {
  return types.map((type, place) => trace.argument(`argument_${place}`, type));
}

function stateOf([index, turns, goOn, measurements, ...given]: readonly GraphTensor[]) {
  if (!index || !turns || !goOn || !measurements) throw new Error('a loop has lost its state');
  return { index, turns, goOn, measurements, given };
}
