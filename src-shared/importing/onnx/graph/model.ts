import type { Shape } from '../../../ops/shape';

/** Whole numbers of a graph's shapes; null is the size of the batch, which is known only when it runs. */
export type Integers = readonly (number | null)[];

/** Values that stand in a file, or follow from those alone. */
export interface OnnxTensor {
  /** Empty for what was computed. */
  readonly name: string;
  readonly dims: Shape;
  /** Row-major; floating-point numbers of every width as float32. */
  readonly values: Float32Array | Integers;
}

export type AttributeValue =
  | number
  | string
  | readonly number[]
  | OnnxTensor
  /** What it holds instead, in words: `a graph`. */
  | { readonly other: string };

export interface OnnxNode {
  /** Empty where the file gives none. */
  readonly name: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Names of values; an empty one stands for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

export interface OnnxInput {
  readonly name: string;
  /** The batch first; a text is an axis of open size by its name. Null where the file gives none. */
  readonly shape: readonly (number | string)[] | null;
  /** Of its elements, in words: `float32`. */
  readonly type: string;
}

/** An ONNX file's graph, read from its bytes. */
export interface OnnxModel {
  readonly name: string;
  /** Of ONNX's own operators. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Those that are no initializers. */
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  /** What was not read as it stands, in words. */
  readonly remarks: readonly string[];
}

/** How messages name a node. */
export function nodeName({ name, operator, outputs }: OnnxNode): string {
  return name === '' ? `${operator} → ${outputs[0] ?? ''}` : name;
}

/** Why a node, or what it is fed by, cannot be a layer here, in words that begin small. */
export class Refusal extends Error {
  /** @param node where the reason lies, if it is not the node at hand */
  constructor(
    readonly reason: string,
    readonly node: OnnxNode | null = null,
  ) {
    super(reason);
  }
}
