import type { TensorShape } from '@shared/ops/shape';
import type { Attributes } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import type { GraphNode, GraphTensor, Operation } from '../graph/trace';

/** A value as machine code holds it. */
export interface Held {
  readonly tensor: GraphTensor;
  /** Its last two axes have changed places: each example is a column. */
  readonly columns: boolean;
}

/** One use of an operation that is to be recorded anew, and what its inputs have become. */
export interface LoweringContext {
  readonly ops: GraphOps;
  readonly layouts: Layouts;
  /** As it was recorded; its types say nothing of columns. */
  readonly node: GraphNode;
  readonly inputs: readonly Held[];
  /** What must have run before. */
  readonly after: readonly GraphNode[];
}

/** What stands for one use of an operation where XLA compiles it: its outputs. */
export type Lowering = (context: LoweringContext) => readonly Held[];

export function asRows(...tensors: readonly GraphTensor[]): readonly Held[] {
  return tensors.map((tensor) => ({ tensor, columns: false }));
}

export function asColumns(...tensors: readonly GraphTensor[]): readonly Held[] {
  return tensors.map((tensor) => ({ tensor, columns: true }));
}

/** @throws Error where the operation has no such input */
export function heldInput({ inputs, node }: LoweringContext, place: number): Held {
  const input = inputs[place];
  if (input === undefined) throw new Error(`${node.operation.type} has no input ${place}`);
  return input;
}

/** Vectors of a batch's examples, as recorded: [batch, values], maybe with an axis over the runs in front. */
export function isTable(shape: TensorShape): boolean {
  return shape.length >= 2 && shape.at(-2) === null;
}

export function swapped(shape: TensorShape): TensorShape {
  const [last = null, previous = null] = [shape.at(-1), shape.at(-2)];
  return [...shape.slice(0, -2), last, previous];
}

/** Keeps what stands before it from being made one with what stands behind it. */
const barrier: Operation = { type: 'XlaOptimizationBarrier', outputs: ['output'] };

/** Moves values between the two layouts, each once. */
export class Layouts {
  private readonly moved = new Map<GraphTensor, GraphTensor>();

  constructor(private readonly ops: GraphOps) {}

  rows({ tensor, columns }: Held): GraphTensor {
    return columns ? this.swap(tensor) : tensor;
  }

  /**
   * Of a value with two axes or more. Products are kept from taking rows instead, as they would: with 32 runs of
   * 2-16-16-10 they train 1.29 times as fast so.
   */
  columns({ tensor, columns }: Held): GraphTensor {
    return columns
      ? tensor
      : this.swap(tensor, (moved) => this.ops.apply(barrier, [moved], moved, typesOf(moved)));
  }

  private swap(tensor: GraphTensor, then = (moved: GraphTensor) => moved): GraphTensor {
    const known = this.moved.get(tensor);
    if (known !== undefined) return known;
    const axes = swapped(tensor.shape.map((_, axis) => axis)).map(Number);
    const other = then(this.ops.transpose(tensor, axes));
    this.moved.set(tensor, other);
    this.moved.set(other, tensor);
    return other;
  }
}

function typesOf({ dtype }: GraphTensor): Attributes {
  return { T: { types: [dtype] } };
}
