import type { OnnxModel, OnnxNode } from './model';

/**
 * The nodes with each layer normalization that is written in its parts, (x − mean)/√(variance + ε), as one: the node that
 * divides becomes it, and what led to it alone is reached no more.
 */
export function withLayerNormalizations(model: OnnxModel): OnnxNode[] {
  const parts = new Parts(model);
  return model.nodes.map((node) => parts.asNormalization(node) ?? node);
}

class Parts {
  private readonly makers: ReadonlyMap<string, OnnxNode>;

  constructor(private readonly model: OnnxModel) {
    this.makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  }

  asNormalization(node: OnnxNode): OnnxNode | null {
    const [a = '', b = ''] = node.inputs;
    const pairs = node.operator === 'Div' ? [[a, b] as const] : [[a, b] as const, [b, a] as const];
    if (node.operator !== 'Div' && node.operator !== 'Mul') return null;
    for (const [difference, other] of pairs) {
      const x = this.deviating(difference);
      const deviation = node.operator === 'Div' ? other : this.inputOf(other, 'Reciprocal');
      const epsilon = x === null || deviation === null ? null : this.epsilonUnder(deviation, x);
      if (x === null || epsilon === null) continue;
      const attributes = new Map([
        ['axis', -1],
        ['epsilon', epsilon],
      ]);
      return { ...node, operator: 'LayerNormalization', inputs: [x], attributes };
    }
    return null;
  }

  /** Of `x − mean(x)`: x. */
  private deviating(name: string): string | null {
    const node = this.made(name, 'Sub');
    const [x = '', mean = ''] = node?.inputs ?? [];
    return node !== null && this.meanOf(mean) === x ? x : null;
  }

  /** Of `√(mean((x − mean(x))²) + ε)`: ε. */
  private epsilonUnder(name: string, x: string): number | null {
    const sum = this.inputOf(name, 'Sqrt');
    const node = sum === null ? null : this.made(sum, 'Add');
    const [a = '', b = ''] = node?.inputs ?? [];
    for (const [variance, constant] of [
      [a, b],
      [b, a],
    ] as const) {
      const epsilon = this.number(constant);
      const square = this.meanOf(variance);
      if (epsilon !== null && square !== null && this.isSquare(square, x)) return epsilon;
    }
    return null;
  }

  private isSquare(name: string, x: string): boolean {
    const node = this.makers.get(name);
    const [a = '', b = ''] = node?.inputs ?? [];
    if (this.deviating(a) !== x) return false;
    return node?.operator === 'Mul'
      ? this.deviating(b) === x
      : node?.operator === 'Pow' && this.number(b) === 2;
  }

  /** Of a mean over the last axis, which it keeps: what it is of. */
  private meanOf(name: string): string | null {
    const node = this.made(name, 'ReduceMean');
    if (node === null) return null;
    const [x = '', given = ''] = node.inputs;
    const axes = node.attributes.get('axes') ?? this.tensor(given)?.values;
    const [axis, ...more] = Array.isArray(axes) ? (axes as number[]) : [];
    const isLast = axis === -1 && more.length === 0;
    return isLast && (node.attributes.get('keepdims') ?? 1) === 1 ? x : null;
  }

  private inputOf(name: string, operator: string): string | null {
    return this.made(name, operator)?.inputs[0] ?? null;
  }

  private made(name: string, operator: string): OnnxNode | null {
    const node = this.makers.get(name);
    return node?.operator === operator && node.domain === '' ? node : null;
  }

  private number(name: string): number | null {
    const values = this.tensor(name)?.values;
    return values?.length === 1 ? (values[0] ?? null) : null;
  }

  private tensor(name: string) {
    const stored = this.model.initializers.get(name);
    const value = this.made(name, 'Constant')?.attributes.get('value');
    return stored ?? (typeof value === 'object' && 'dims' in value ? value : null);
  }
}
