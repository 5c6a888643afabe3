import type { Numbers } from '../../training/augmentations/augmentation';

/** The functions that both languages have under names of their own. */
export interface MathWords {
  /** A number in [0, 1), drawn anew. */
  readonly draw: string;
  readonly floor: string;
  readonly sin: string;
  readonly cos: string;
}

type Operation = '+' | '-' | '*' | '/' | Exclude<keyof MathWords, 'draw'>;

/** A number of one image in a program: it is known, drawn, or worked out of others. */
export type Written =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'draw' }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly of: readonly Written[] };

type Inner = Exclude<Written, { kind: 'constant' }>;

/** How tightly an operation binds; what binds less stands in parentheses. */
const binding: Readonly<Partial<Record<Operation, number>>> = { '+': 1, '-': 1, '*': 2, '/': 2 };
const tightest = 3;

const valueOf = (number: Written): number | null => (number.kind === 'constant' ? number.value : null);

/** Arithmetic that is written down in place of being done, in the order of its draws. */
export class WrittenNumbers implements Numbers<Written> {
  /** What is drawn or worked out, each after what it is worked out of. */
  private readonly made: Inner[] = [];

  constant(value: number): Written {
    return { kind: 'constant', value };
  }
  draw(): Written {
    return this.keep({ kind: 'draw' });
  }
  add(a: Written, b: Written): Written {
    if (valueOf(a) === 0) return b;
    return valueOf(b) === 0 ? a : this.worked('+', (x, y) => x + y, a, b);
  }
  subtract(a: Written, b: Written): Written {
    return valueOf(b) === 0 ? a : this.worked('-', (x, y) => x - y, a, b);
  }
  multiply(a: Written, b: Written): Written {
    if (valueOf(a) === 0 || valueOf(b) === 1) return a;
    return valueOf(b) === 0 || valueOf(a) === 1 ? b : this.worked('*', (x, y) => x * y, a, b);
  }
  divide(a: Written, b: Written): Written {
    return valueOf(b) === 1 ? a : this.worked('/', (x, y) => x / y, a, b);
  }
  floor(x: Written): Written {
    return this.worked('floor', Math.floor, x);
  }
  sin(x: Written): Written {
    return this.worked('sin', Math.sin, x);
  }
  cos(x: Written): Written {
    return this.worked('cos', Math.cos, x);
  }

  /** The program: a name for all that is drawn or used more than once, and the text of anything else. */
  write(words: MathWords, results: readonly Written[]): WrittenProgram {
    const uses = usesOf(results);
    const program = new WrittenProgram(words);
    for (const number of this.made) {
      const used = uses.get(number) ?? 0;
      // What is drawn is drawn in its order, wherever it is used.
      if (number.kind === 'draw' || used > 1) program.name(number);
    }
    return program;
  }

  private worked(operation: Operation, work: (...of: number[]) => number, ...of: Written[]): Written {
    const known = of.map(valueOf);
    if (known.every((value) => value !== null)) return this.constant(work(...known));
    return this.keep({ kind: 'operation', operation, of });
  }

  private keep(number: Inner): Written {
    this.made.push(number);
    return number;
  }
}

/** How often each number stands in what the results are worked out of. */
function usesOf(results: readonly Written[]): ReadonlyMap<Written, number> {
  const uses = new Map<Written, number>();
  const use = (number: Written): void => {
    const before = uses.get(number) ?? 0;
    uses.set(number, before + 1);
    if (before === 0 && number.kind === 'operation') number.of.forEach(use);
  };
  results.forEach(use);
  return uses;
}

/** Names and texts of written numbers, in both languages alike but for a few words. */
export class WrittenProgram {
  /** `name = text`, in order. */
  readonly assignments: { readonly name: string; readonly text: string }[] = [];
  private readonly names = new Map<Written, string>();
  private draws = 0;

  constructor(private readonly words: MathWords) {}

  name(number: Written): void {
    const isDraw = number.kind === 'draw';
    this.draws += isDraw ? 1 : 0;
    const name = isDraw ? `drawn${this.draws}` : `part${this.names.size - this.draws + 1}`;
    this.assignments.push({ name, text: isDraw ? this.words.draw : this.text(number) });
    this.names.set(number, name);
  }

  /** @param atLeast how tightly it has to bind where it stands */
  text(number: Written, atLeast = 0): string {
    const name = this.names.get(number);
    if (name !== undefined) return name;
    if (number.kind === 'constant')
      return atLeast > 1 && number.value < 0 ? `(${number.value})` : `${number.value}`;
    if (number.kind === 'draw') return this.words.draw;
    const { operation, of } = number;
    const [first, second] = of;
    const tightness = binding[operation];
    if (first === undefined) return '';
    if (second === undefined || tightness === undefined) {
      return `${this.words[operation as Exclude<Operation, '+' | '-' | '*' | '/'>]}(${this.text(first)})`;
    }
    // What stands on the right of a difference or a quotient is not to be torn apart.
    const right = this.text(second, Math.min(tightest, tightness + 1));
    const text = `${this.text(first, tightness)} ${operation} ${right}`;
    return tightness < atLeast ? `(${text})` : text;
  }
}
