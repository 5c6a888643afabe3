import { elementAt } from '../step/batch';
import type { Attribute, ConstantTensor } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import { constant } from '../operations/shaping';
import * as variableOperations from '../operations/variables';
import { isArgument, onlyOutput, type GraphNode, type GraphTensor, type Trace } from '../graph/trace';
import { gatherRows, handleOf, type Variable } from '../graph/variables';
import { runByRun, type Batched, type ManyValue } from './batching';

/** The same work as each of several runs has it alone, recorded in a trace of its own for each. */
export interface Draft {
  readonly trace: Trace;
  /** What the work gives. */
  readonly results: readonly GraphTensor[];
  /** What must run though nothing takes its values. */
  readonly effects: readonly GraphNode[];
}

/** Where the runs' work goes. */
export interface Together {
  readonly ops: GraphOps;
  readonly runs: number;
  /** Variables by the names that a single run knows them by, and whether the runs have one each. */
  readonly variables: ReadonlyMap<string, { readonly variable: Variable; readonly each: boolean }>;
  /** What stands for the drafts' arguments, by name. */
  readonly given: ReadonlyMap<string, ManyValue>;
  /** The work of this one run alone, an int32 scalar. */
  readonly only?: GraphTensor;
}

/**
 * Makes of the same work of several runs one for all: operation by operation by its rule, with what differs between them
 * (constants, variables) along an axis over the runs. The drafts' own batch sizes must be the same for all.
 * @returns the results in the drafts' order, and the effects
 * @throws Error where the runs' work differs by more than constants
 */
export function vectorize(
  drafts: readonly Draft[],
  together: Together,
  batchSize: GraphTensor,
): { readonly results: readonly ManyValue[]; readonly effects: readonly GraphNode[] } {
  const [first] = drafts;
  if (first === undefined) throw new Error('there is no run');
  const done = new Map<GraphNode, Batched>();
  const valueOf = ({ node, index }: GraphTensor): ManyValue => {
    const value = done.get(node)?.outputs[index];
    if (value === undefined) throw new Error(`${node.name} was used before it was made`);
    return value;
  };
  const nodesOf = (nodes: readonly GraphNode[]) => nodes.flatMap((node) => done.get(node)?.nodes ?? []);
  const needed = neededNodes(first, batchSize.node);
  for (const node of first.trace.nodes) {
    if (!needed.has(node)) continue;
    const uses = drafts.map(({ trace }) => trace.nodes[node.place]);
    requireAlike(node, uses);
    done.set(node, batched(node, uses, together, node.inputs.map(valueOf), nodesOf(node.after)));
    if (node === batchSize.node) together.ops.setContext({ batchSize: valueOf(batchSize).tensor });
  }
  return { results: first.results.map(valueOf), effects: nodesOf(first.effects) };
}

/** What the results and effects need: rules of derivatives record more than was asked for. */
function neededNodes({ trace, results, effects }: Draft, batchSize: GraphNode): Set<GraphNode> {
  const needed = new Set([...results.map(({ node }) => node), ...effects, batchSize]);
  for (const node of [...trace.nodes].reverse()) {
    if (!needed.has(node)) continue;
    for (const input of node.inputs) needed.add(input.node);
    for (const before of node.after) needed.add(before);
  }
  return needed;
}

function batched(
  node: GraphNode,
  uses: readonly (GraphNode | undefined)[],
  together: Together,
  inputs: readonly ManyValue[],
  after: readonly GraphNode[],
): Batched {
  const { ops, runs, only } = together;
  const { operation } = node;
  if (isArgument(node)) return source(argumentOf(together, node.name));
  if (operation === constant) return constantOf(together, node, uses);
  if (operation === variableOperations.handle) return handleIn(together, node);
  const [handle] = inputs;
  if (operation === variableOperations.read && handle?.each === true && only !== undefined) {
    return source({ tensor: gatherRows(ops, variableBehind(together, node), only), each: false });
  }
  if (inputs.some(({ each }) => each)) {
    return (operation.batch ?? runByRun)({ ops, runs, node, inputs, after });
  }
  const tensors = inputs.map(({ tensor }) => tensor);
  const made = ops.trace.add(operation, tensors, node.attributes, node.outputs, { name: node.name, after });
  return { outputs: made.outputs.map((tensor) => ({ tensor, each: false })), nodes: [made] };
}

function source(value: ManyValue): Batched {
  return { outputs: [value], nodes: [value.tensor.node] };
}

function argumentOf({ given }: Together, name: string): ManyValue {
  const value = given.get(name);
  if (value === undefined) throw new Error(`nothing stands for the argument ${name}`);
  return value;
}

function handleIn({ ops, variables }: Together, node: GraphNode): Batched {
  const found = variables.get(sharedName(node));
  if (found === undefined) throw new Error(`there is no variable ${sharedName(node)}`);
  return source({ tensor: handleOf(ops, found.variable), each: found.each });
}

function variableBehind({ variables }: Together, { inputs: [handle] }: GraphNode): Variable {
  const found = handle && variables.get(sharedName(handle.node));
  if (found === undefined) throw new Error('a variable is read without its handle');
  return found.variable;
}

function sharedName({ attributes, name }: GraphNode): string {
  const written = attributes['shared_name'];
  if (written === undefined || !('string' in written)) throw new Error(`${name} is no variable`);
  return written.string;
}

/** One constant where the runs agree, else one with a row for each run. */
function constantOf(
  { ops, runs, only }: Together,
  node: GraphNode,
  uses: readonly (GraphNode | undefined)[],
): Batched {
  const values = uses.flatMap((use) => (use === undefined ? [] : [tensorIn(use)]));
  const [first] = values;
  if (first === undefined) throw new Error('a constant without a value');
  const type = onlyOutput(node);
  const isShared = values.every((value) => sameValues(value, first));
  const shape = isShared ? first.shape : [runs, ...first.shape];
  const all = isShared ? first.values : joined(values);
  const tensor = { dtype: first.dtype, shape, values: all };
  const attributes = { dtype: { type: first.dtype }, value: { tensor } };
  const made = ops.apply(constant, [], { dtype: type.dtype, shape }, attributes);
  if (isShared) return source({ tensor: made, each: false });
  return source(
    only === undefined ? { tensor: made, each: true } : { tensor: elementAt(ops, made, only), each: false },
  );
}

function tensorIn({ attributes, name }: GraphNode): ConstantTensor {
  const value = attributes['value'];
  if (value === undefined || !('tensor' in value)) throw new Error(`${name} is no constant`);
  return value.tensor;
}

function sameValues(a: ConstantTensor, b: ConstantTensor): boolean {
  return a.values.every((value, place) => Object.is(value, b.values[place]));
}

function joined(tensors: readonly ConstantTensor[]): Float32Array | Int32Array {
  const numbers = tensors.flatMap(({ values }) => [...values]);
  return tensors[0]?.dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
}

/** @throws Error where a run's use is another operation, or of something else, than the first one's */
function requireAlike(node: GraphNode, uses: readonly (GraphNode | undefined)[]): void {
  for (const use of uses) if (use === undefined || !isAlike(node, use)) throw differing(node);
}

function isAlike(a: GraphNode, b: GraphNode): boolean {
  if (a === b) return true;
  return (
    a.operation.type === b.operation.type &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every(
      ({ node, index }, place) =>
        b.inputs[place]?.node.place === node.place && b.inputs[place].index === index,
    ) &&
    Object.entries(a.attributes).every(([name, value]) => sameAttribute(value, b.attributes[name]))
  );
}

/** Constants of one shape are alike whatever they hold. */
function sameAttribute(a: Attribute, b: Attribute | undefined): boolean {
  if (b !== undefined && 'tensor' in a && 'tensor' in b) {
    return a.tensor.dtype === b.tensor.dtype && a.tensor.shape.join() === b.tensor.shape.join();
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

function differing({ operation: { type } }: GraphNode): Error {
  return new Error(`the runs need different graphs: not all have the same ${type}`);
}
