import { affine } from './affine';
import { Refusal } from '../graph/model';
import { affineOf, itself, type Expression } from './expression';
import { recognized } from './recognized';
import type { Drafts } from '../network/drafts';
import type { Activation, FunctionValue } from '../network/values';

/** Makes layers of functions, each once. */
export class Settling {
  private readonly done = new Map<Expression, Activation>();

  /** @param uses how many nodes take a value, by its name */
  constructor(
    private readonly drafts: Drafts,
    private readonly uses: (name: string) => number,
  ) {}

  /**
   * The layers that compute a function: the one that computes the whole of it, or those of its parts.
   * @throws Refusal that names the node whose operator is none of ours
   */
  settle({ of, expression }: Pick<FunctionValue, 'of' | 'expression'>): Activation {
    const { node } = expression;
    if (node === null) return of;
    const settled = this.done.get(expression) ?? this.layersOf(of, expression);
    this.done.set(expression, settled);
    if (node.outputs.some((name) => this.uses(name) > 1)) this.drafts.of(settled).isShared = true;
    // The same values, as this place sees their axes.
    return { ...settled, axes: of.axes };
  }

  /** Whether one layer computes it, so that what is made of it can begin there. */
  isWhole({ expression }: Pick<FunctionValue, 'expression'>): boolean {
    const { of } = affineOf(expression);
    return of === itself || expression.layers !== undefined || recognized(expression) !== null;
  }

  private layersOf(of: Activation, expression: Expression): Activation {
    const { drafts } = this;
    const inner = (part: Expression) => this.settle({ of, expression: part });
    const { map, of: bent } = affineOf(expression);
    const layer = bent === itself ? null : recognized(expression);
    if (layer !== null) return drafts.add({ ...layer, axes: of.axes }, [of]);
    if (bent !== expression) {
      const before = inner(bent);
      const mapped = affine(drafts, before, map.scale, map.offset);
      // Became part of that layer, which no more gives what it was made for.
      if (mapped.layer === before.layer) this.done.delete(bent);
      return mapped;
    }
    const { layers, joins, operands, node } = expression;
    const [a = 0, b = 0] = operands;
    if (layers !== undefined && typeof a !== 'number') {
      return layers.reduce((from, each) => drafts.add({ ...each, axes: of.axes }, [from]), inner(a));
    }
    if (joins !== undefined && joins !== 'divide' && typeof a !== 'number' && typeof b !== 'number') {
      return combined(drafts, joins, [inner(a), inner(b)]);
    }
    throw new Refusal('there is no such layer, and what is made of it here is none either', node);
  }
}

/** Two activations of one shape and with the same axes, value by value. */
export function combined(
  drafts: Drafts,
  how: 'add' | 'subtract' | 'multiply',
  [a, b]: readonly [Activation, Activation],
): Activation {
  if (a.layer === b.layer) {
    if (how === 'add') return affine(drafts, a, 2, 0);
    throw new Refusal(how === 'multiply' ? 'no layer here squares' : 'it takes a value from itself');
  }
  const second = how === 'subtract' ? affine(drafts, b, -1, 0) : b;
  return drafts.add({ kind: how === 'multiply' ? 'multiply' : 'add', axes: a.axes }, [a, second]);
}
