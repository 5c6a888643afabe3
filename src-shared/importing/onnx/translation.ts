import { Settling } from './functions/settled';
import { nodeName, Refusal, type OnnxModel, type OnnxNode } from './graph/model';
import { Drafts } from './network/drafts';
import { constantOf, type Activation, type Value } from './network/values';
import type { Axes } from './network/views';
import { operators } from './operators';
import { FromLost, NodeReader, type Place } from './operators/node';
import type { Shape } from '../../ops/shape';
import type { UnknownLayer } from '../networkBuilder';

/** How the examples lie here. */
export interface InputLayout {
  readonly name: string;
  /** In our order. */
  readonly shape: Shape;
  readonly axes: Axes;
  /** The channels are last here, and first in the graph. */
  readonly isTurned: boolean;
  readonly batch: number | null;
}

/** A graph read node by node. */
export class Translation {
  readonly drafts = new Drafts();
  readonly inputShape: Shape;
  readonly known: { readonly name: string; readonly className: string }[] = [];
  readonly unknown: UnknownLayer[] = [];
  private readonly values = new Map<string, Value>();
  private readonly place: Place;
  private readonly makers: ReadonlyMap<string, OnnxNode>;

  /** @param nodes those that lead to the output, each behind what it takes */
  constructor(model: OnnxModel, nodes: readonly OnnxNode[], input: InputLayout) {
    this.inputShape = input.shape;
    for (const [name, { dims, values }] of model.initializers) {
      this.values.set(name, constantOf(dims, values, name));
    }
    this.values.set(input.name, this.drafts.addInput(input.name, input.shape, input.axes));
    const uses = usesOf(model, nodes);
    const count = (name: string) => uses.get(name) ?? 0;
    this.place = {
      opset: model.opset,
      batch: input.batch,
      drafts: this.drafts,
      settling: new Settling(this.drafts, count),
      uses: count,
      value: (name) => this.values.get(name),
    };
    for (const node of nodes) this.read(node, count);
    this.makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  }

  /**
   * What the graph gives in the end; null where something before it is not known.
   * @param ended brings it into the form that it is to have
   */
  output(name: string, ended: (seen: Activation) => Activation): Activation | null {
    const value = this.values.get(name);
    if (value?.kind !== 'activation' && value?.kind !== 'function') return null;
    try {
      return ended(value.kind === 'function' ? this.place.settling.settle(value) : value);
    } catch (thrown) {
      this.refuse(thrown, this.makers.get(name) ?? null);
      return null;
    }
  }

  private read(node: OnnxNode, uses: (name: string) => number): void {
    const { name, operator } = { name: nodeName(node), operator: node.operator };
    try {
      const value = this.valueOf(node, uses);
      if (value.kind !== 'constant') this.known.push({ name, className: operator });
      this.values.set(node.outputs[0] ?? '', value);
    } catch (thrown) {
      for (const output of node.outputs) this.values.set(output, { kind: 'lost', node });
      this.refuse(thrown, node);
    }
  }

  private valueOf(node: OnnxNode, uses: (name: string) => number): Value {
    const operator = node.domain === '' ? operators.get(node.operator) : undefined;
    if (operator === undefined) throw new Refusal(reasonFor(node));
    const [, ...more] = node.outputs;
    if (more.some((name) => uses(name) > 0)) throw new Refusal('another output of it than the first is used');
    const reader = new NodeReader(node, this.place);
    const value = operator(reader);
    reader.requireAllRead();
    return value;
  }

  private refuse(thrown: unknown, at: OnnxNode | null): void {
    if (thrown instanceof FromLost) {
      if (at !== null) this.known.push({ name: nodeName(at), className: at.operator });
      return;
    }
    if (!(thrown instanceof Refusal)) throw thrown;
    const node = thrown.node ?? at;
    const name = node === null ? '' : nodeName(node);
    if (this.unknown.some((each) => each.name === name)) return;
    this.unknown.push({ name, className: node?.operator ?? '', reason: thrown.reason });
  }
}

/** How many nodes take each value; asking for its shape is none. */
function usesOf({ outputs }: OnnxModel, nodes: readonly OnnxNode[]): Map<string, number> {
  const uses = new Map<string, number>();
  const count = (name: string) => uses.set(name, (uses.get(name) ?? 0) + 1);
  outputs.forEach(count);
  for (const { operator, inputs } of nodes) if (operator !== 'Shape') inputs.forEach(count);
  return uses;
}

const quantized = /^(QLinear|Quantize|Dequantize|DynamicQuantize|.*Integer$)/;

function reasonFor({ domain, operator }: OnnxNode): string {
  if (domain !== '') return `it is of ${domain}, and no operator of ONNX’s own`;
  if (quantized.test(operator)) return 'it computes with quantized numbers: write the model in float32';
  if (operator === 'LogSoftmax') {
    return 'the logarithm belongs to the loss here: cut the model off before it, or write Softmax';
  }
  return 'there is no such operator here';
}
