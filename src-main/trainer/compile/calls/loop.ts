import { fewMultiplyAdds } from '@shared/training/computing/parallelism';
import type { Attributes } from '../graph/attributes';
import type { GraphFunction } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { logicalAnd } from '../operations/arithmetic';
import { scatterUpdate, whileLoop } from '../operations/control';
import { deepCopy } from '../operations/elementwise';
import { Trace, type GraphNode, type GraphTensor, type TensorType } from '../graph/trace';
import { handleOf } from '../graph/variables';
import { lower } from '../xla/lower';

/** What one turn of a loop gives: a row of measurements (scalars, and vectors laid side by side), whether to go on, and what must have happened. */
export interface Turn {
  readonly row: readonly GraphTensor[];
  readonly goOn?: GraphTensor;
  readonly effects?: readonly GraphNode[];
}

/** What machine code has to know of a loop before its turns are. */
export interface KnownTurns {
  /** Of the measurements: no fewer than the turns. */
  readonly rows: number;
  /** A loop that this one goes on from: it counts on, and writes into the same measurements. */
  readonly from?: Loop | undefined;
}

export interface LoopRequest {
  readonly name: string;
  /** Turns to take: an int32 scalar. */
  readonly turns: GraphTensor;
  readonly known?: KnownTurns | undefined;
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
  /** float32 [turns, columns], or as many rows as there are turns at most; rows of turns not taken are 0. */
  readonly measurements: GraphTensor;
  /** Turns taken: an int32 scalar. */
  readonly taken: GraphTensor;
  /** False where a turn said to stop: a bool scalar. */
  readonly goOn: GraphTensor;
  readonly functions: readonly GraphFunction[];
}

/**
 * Records a `While` that takes turns until they are all taken or one says to stop. In the main graph it works on copies:
 * TensorFlow lets go of a loop's values after the call has returned, on a thread of its own, where no memory of
 * JavaScript's may be let go.
 */
export function recordLoop(main: GraphOps, request: LoopRequest): Loop {
  const { name, turns, given, columns, known } = request;
  const from = known?.from;
  const { borders } = main.trace;
  const types: readonly TensorType[] = [
    { dtype: 'int32', shape: [] },
    { dtype: 'int32', shape: [] },
    { dtype: 'bool', shape: [] },
    { dtype: 'float32', shape: [null, columns] },
    ...given,
  ];
  const recorded = recordBody(new Trace(`${name}_body`, borders), types, request);
  const body = borders === 'closed' ? lower(recorded) : recorded;
  const { captures } = body.trace;
  const all = [...types, ...captures.map(({ handle }) => handle)];
  const condition = recordCondition(new Trace(`${name}_condition`, borders), all);
  const copy = (tensor: GraphTensor) =>
    borders === 'closed' ? tensor : main.apply(deepCopy, [tensor], tensor);
  const initial = [
    from?.taken ?? main.integer(0),
    copy(turns),
    from?.goOn ?? main.truth(),
    from?.measurements ??
      main.zeros([known === undefined ? turns : main.integer(known.rows), main.integer(columns)]),
    ...given.map(copy),
    ...captures.map(({ variable }) => handleOf(main, variable)),
  ];
  const attributes: Attributes = {
    T: { types: all.map(({ dtype }) => dtype) },
    cond: { function: { name: condition.trace.name } },
    body: { function: { name: body.trace.name } },
    output_shapes: { shapes: [] },
    parallel_iterations: { int: 1 },
    _lower_using_switch_merge: { bool: borders === 'open' && !isShort(request, recorded.trace) },
  };
  const { outputs } = main.trace.add(whileLoop, initial, attributes, all, { name });
  const { index, goOn, measurements } = stateOf(outputs);
  return { measurements, taken: index, goOn, functions: [condition, body] };
}

/**
 * TensorFlow runs the body of a loop as it is, unless it may take the loop apart into the graph around it, which goes
 * through all its passes first: only then do products and convolutions run on oneDNN, 2.5 times as fast. A turn with
 * little work in it runs faster as it is: measured with dense layers, up to 2.1 times as fast below the limit, slower
 * from 1,000,000 multiply-adds on. What is convolved misses its fastest kernels, however little it is.
 */
function isShort({ multiplyAdds }: LoopRequest, { nodes }: Trace): boolean {
  return multiplyAdds <= fewMultiplyAdds && !isConvolved(nodes);
}

/** Whether something is convolved. */
export function isConvolved(nodes: readonly GraphNode[]): boolean {
  return nodes.some(({ operation }) => /Conv2d/i.test(operation.type));
}

function recordCondition(trace: Trace, types: readonly TensorType[]): GraphFunction {
  const ops = new GraphOps(trace);
  const { index, turns, goOn } = stateOf(argumentsOf(trace, types));
  const goes = ops.apply(logicalAnd, [ops.less(index, turns), goOn], goOn, {});
  return { trace, results: [['goes', goes]], effects: [] };
}

function recordBody(
  trace: Trace,
  types: readonly TensorType[],
  { turn, columns }: LoopRequest,
): GraphFunction {
  const ops = new GraphOps(trace);
  const { index, turns, goOn, measurements, given } = stateOf(argumentsOf(trace, types));
  const { row, goOn: next = goOn, effects = [] } = turn(ops, index, given);
  const written = ops.apply(
    scatterUpdate,
    [measurements, ops.reshape(index, [1, 1]), ops.reshape(sideBySide(ops, row), [1, columns])],
    measurements,
    { T: { type: 'float32' }, Tindices: { type: 'int32' } },
  );
  const handles = trace.captures.map(({ handle }) => handle);
  const state = [ops.add(index, ops.integer(1)), turns, next, written, ...given, ...handles];
  return { trace, results: state.map((tensor, place) => [`state_${place}`, tensor]), effects };
}

function sideBySide(ops: GraphOps, row: readonly GraphTensor[]): GraphTensor {
  if (row.every(({ shape }) => shape.length === 0)) return ops.pack(row);
  return ops.concatenate(
    row.map((values) => ops.reshape(values, [values.shape[0] ?? 1])),
    0,
  );
}

function argumentsOf(trace: Trace, types: readonly TensorType[]): GraphTensor[] {
  return types.map((type, place) => trace.argument(`argument_${place}`, type));
}

function stateOf([index, turns, goOn, measurements, ...given]: readonly GraphTensor[]) {
  if (!index || !turns || !goOn || !measurements) throw new Error('a loop has lost its state');
  return { index, turns, goOn, measurements, given };
}
