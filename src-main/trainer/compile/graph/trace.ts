import type { TensorShape } from '@shared/ops/shape';
import type { Attributes, GraphDtype } from './attributes';
import type { GraphOps } from '../ops/graphOps';
import type { BatchingRule } from '../many/batching';

/** What a value in the graph is known to be before it runs; `null` in the shape is the batch axis. */
export interface TensorType {
  readonly dtype: GraphDtype;
  readonly shape: TensorShape;
}

/** What a variable is known by. */
export interface NamedTensorType extends TensorType {
  readonly name: string;
}

/** A variable that a closed function works on, and the argument by which its caller hands it over. */
export interface Capture {
  readonly variable: NamedTensorType;
  readonly handle: GraphTensor;
}

/** One output of one node: the tensor that `GraphOps` traces with. */
export interface GraphTensor extends TensorType {
  readonly node: GraphNode;
  readonly index: number;
}

/** One use of a TensorFlow operation in a trace. */
export interface GraphNode {
  /** Place in the trace: inputs always come before. */
  readonly place: number;
  readonly name: string;
  readonly operation: Operation;
  readonly inputs: readonly GraphTensor[];
  /** Nodes that must have run before this one, though it takes nothing from them. */
  readonly after: readonly GraphNode[];
  readonly attributes: Attributes;
  readonly outputs: readonly GraphTensor[];
}

/** A TensorFlow operation: its name in the op registry, what its outputs are called there, and its derivative. */
export interface Operation {
  readonly type: string;
  readonly outputs: readonly string[];
  /** Absent: no gradient flows back through it. */
  readonly gradient?: GradientRule;
  /** How it is done for several runs at once; absent: run by run. */
  readonly batch?: BatchingRule;
}

/** What the derivative of one use of an operation may be made of. */
export interface GradientContext {
  readonly ops: GraphOps;
  readonly node: GraphNode;
  /** Derivative of the loss with respect to the node's first output. */
  readonly gradient: GraphTensor;
  /** The node's first output. */
  readonly output: GraphTensor;
  input(index: number): GraphTensor;
}

/** The loss's derivative with respect to each input, in order; null for an input that has none. */
export type GradientRule = (context: GradientContext) => readonly (GraphTensor | null)[];

/** An argument of the function that a trace becomes. */
const argument: Operation = { type: '_Arg', outputs: ['output'] };

/** The nodes of one TensorFlow function or of the main graph, in the order they were recorded. */
export class Trace {
  readonly nodes: GraphNode[] = [];
  readonly arguments: GraphTensor[] = [];
  private readonly used = new Set<string>();
  private readonly captured = new Map<string, Capture>();

  /**
   * @param borders how variables are reached from inside; a function for XLA is closed. A draft is recorded to be made
   *   one with those of other runs: what it records does not depend on numbers.
   */
  constructor(
    readonly name: string,
    readonly borders: 'open' | 'closed' | 'draft' = 'open',
  ) {}

  /** What a closed function was given so far of variables outside: its last arguments, in this order. */
  get captures(): readonly Capture[] {
    return [...this.captured.values()];
  }

  /** The handle of a variable outside, as an argument of this closed function; one for each variable. */
  capture(variable: NamedTensorType): GraphTensor {
    const known = this.captured.get(variable.name);
    if (known !== undefined) return known.handle;
    const handle = this.argument(`handle/${variable.name}`, { dtype: 'resource', shape: [] });
    this.captured.set(variable.name, { variable, handle });
    return handle;
  }

  /** Records one node. Outputs take the types given, in the operation's order. */
  add(
    operation: Operation,
    inputs: readonly GraphTensor[],
    attributes: Attributes,
    types: readonly TensorType[],
    options: { readonly name?: string; readonly after?: readonly GraphNode[] } = {},
  ): GraphNode {
    const outputs: GraphTensor[] = [];
    const node: GraphNode = {
      place: this.nodes.length,
      name: this.unusedName(options.name ?? operation.type),
      operation,
      inputs,
      after: options.after ?? [],
      attributes,
      outputs,
    };
    types.forEach((type, index) => outputs.push({ ...type, node, index }));
    this.nodes.push(node);
    return node;
  }

  argument(name: string, type: TensorType): GraphTensor {
    const tensor = onlyOutput(this.add(argument, [], {}, [type], { name }));
    this.arguments.push(tensor);
    return tensor;
  }

  /** Names in a graph are unique and made of letters, digits and underscores. */
  private unusedName(wish: string): string {
    const clean = wish.replace(/[^A-Za-z0-9_]/g, '_').replace(/^_+/, '');
    let name = clean;
    for (let count = 1; this.used.has(name); count++) name = `${clean}_${this.nodes.length}_${count}`;
    this.used.add(name);
    return name;
  }
}

export function isArgument(node: GraphNode): boolean {
  return node.operation === argument;
}

export function onlyOutput(node: GraphNode): GraphTensor {
  const [output] = node.outputs;
  if (output === undefined) throw new Error(`${node.operation.type} gives no tensor`);
  return output;
}
