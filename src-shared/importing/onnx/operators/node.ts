import { Refusal, nodeName, type Integers, type OnnxNode, type OnnxTensor } from '../graph/model';
import type { Settling } from '../functions/settled';
import type { Drafts } from '../network/drafts';
import type { Activation, Value } from '../network/values';

/** Where a node stands: what came before it. */
export interface Place {
  readonly opset: number;
  /** The file's own number of examples, where it is made for one. */
  readonly batch: number | null;
  readonly drafts: Drafts;
  readonly settling: Settling;
  /** How many nodes take a value. */
  uses(name: string): number;
  value(name: string): Value | undefined;
}

/** What follows from inputs that are lost: nothing is told of it but where that began. */
export class FromLost extends Error {
  constructor(readonly origin: OnnxNode) {
    super(`it follows from ${nodeName(origin)}`);
  }
}

/** Reads a node; every attribute and input is accounted for: what was not asked for is refused in the end. */
export class NodeReader {
  private readonly readAttributes = new Set<string>();
  private readonly readInputs = new Set<number>();

  constructor(
    readonly node: OnnxNode,
    readonly place: Place,
  ) {}

  get opset(): number {
    return this.place.opset;
  }
  get drafts(): Drafts {
    return this.place.drafts;
  }

  has(index: number): boolean {
    return (this.node.inputs[index] ?? '') !== '';
  }

  /** @throws Refusal where there is none; FromLost */
  value(index: number): Value {
    this.readInputs.add(index);
    const name = this.node.inputs[index] ?? '';
    if (name === '') throw new Refusal(`its input ${index + 1} is missing`);
    const value = this.place.value(name);
    if (value === undefined) throw new Refusal(`nothing gives its input "${name}"`);
    if (value.kind === 'lost') throw new FromLost(value.node);
    if (this.place.uses(name) < 2) return value;
    if (value.kind === 'activation') this.drafts.of(value).isShared = true;
    const { settling } = this.place;
    // Functions such as x·Φ(x) take what they are of more than once: they are told from there on.
    return value.kind === 'function' && settling.isWhole(value) ? settling.settle(value) : value;
  }

  /** @throws Refusal where it is a constant */
  activation(index: number): Activation {
    const value = this.value(index);
    if (value.kind === 'constant' || value.kind === 'lost') {
      throw new Refusal(`its input ${index + 1} is a constant, where a layer’s output is needed`);
    }
    return value.kind === 'function' ? this.place.settling.settle(value) : value;
  }

  /** All inputs. */
  activations(): Activation[] {
    return this.node.inputs.map((_, index) => this.activation(index));
  }

  /** @throws Refusal where it is computed from the examples */
  constant(index: number): OnnxTensor {
    const value = this.value(index);
    if (value.kind === 'constant') return value.tensor;
    throw new Refusal(`its input ${index + 1} is computed, where a constant is needed`);
  }

  floats(index: number): {
    readonly name: string;
    readonly dims: readonly number[];
    readonly values: Float32Array;
  } {
    const { name, dims, values } = this.constant(index);
    if (values instanceof Float32Array) return { name, dims, values };
    return { name, dims, values: Float32Array.from(values, (value) => value ?? NaN) };
  }

  integers(index: number): Integers {
    const { values } = this.constant(index);
    return values instanceof Float32Array ? [...values] : values;
  }

  /** One number, of an input that may be left out. */
  number(index: number, usual: number): number {
    if (!this.has(index)) return usual;
    const { values } = this.floats(index);
    if (values.length !== 1)
      throw new Refusal(`its input ${index + 1} has ${values.length} values, where one is needed`);
    return readable(values[0] ?? usual);
  }

  integer(name: string, usual: number): number {
    const value = this.attribute(name) ?? usual;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw this.unreadable(name);
  }

  float(name: string, usual: number): number {
    const value = this.attribute(name) ?? usual;
    if (typeof value === 'number' && Number.isFinite(value)) return readable(value);
    throw this.unreadable(name);
  }

  text(name: string, usual: string): string {
    const value = this.attribute(name) ?? usual;
    if (typeof value === 'string') return value;
    throw this.unreadable(name);
  }

  list(name: string): readonly number[] | null {
    const value = this.attribute(name);
    if (value === undefined) return null;
    if (Array.isArray(value)) return value as readonly number[];
    throw this.unreadable(name);
  }

  /** What became an input with a later opset: the attribute, or the input behind `index`. */
  listOrInput(name: string, index: number): readonly number[] | null {
    const list = this.list(name);
    if (list !== null || !this.has(index)) return list;
    return this.integers(index).map((each) => each ?? NaN);
  }

  attribute(name: string) {
    this.readAttributes.add(name);
    return this.node.attributes.get(name);
  }

  /** @throws Refusal with the reason unless the condition holds */
  require(condition: boolean, reason: string): void {
    if (!condition) throw new Refusal(reason);
  }

  /** @throws Refusal for the first attribute or input that was not asked for */
  requireAllRead(): void {
    const attribute = [...this.node.attributes.keys()].find((name) => !this.readAttributes.has(name));
    if (attribute !== undefined) throw new Refusal(`its attribute ${attribute} is not known here`);
    const input = this.node.inputs.findIndex((name, index) => name !== '' && !this.readInputs.has(index));
    if (input >= 0) throw new Refusal(`its input ${input + 1} is not known here`);
  }

  /** What its layer is called: by a weight's module, or by the node. */
  layerName(kind: string, weight = ''): string {
    const byWeight = /^(?!onnx::)(.+?)[./](weight|kernel|W|w|gamma|alpha|slope)(:\d+)?$/.exec(weight)?.[1];
    if (byWeight !== undefined && byWeight !== '') return byWeight;
    const path = this.node.name.replace(/^\/+|^node_/, '').split('/');
    const last = path.at(-1)?.replace(/_\d+$/, '');
    const named = last === this.node.operator ? path.slice(0, -1) : path;
    return named.join('/') || kind;
  }

  private unreadable(name: string): Refusal {
    return new Refusal(`its attribute ${name} cannot be read`);
  }
}

/** A number as it was written before it was kept as float32: 0.00001, not 0.000009999999747. */
export function readable(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === Math.fround(value) ? short : value;
}

/** Makes of a node what it gives. @throws Refusal where it cannot be done here */
export type Operator = (reader: NodeReader) => Value;
