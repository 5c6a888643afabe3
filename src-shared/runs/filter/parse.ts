import { FilterError } from './error';
import { tokensOf, type Token } from './lexer';

export type FilterValue = number | string | boolean | null;

/** Where a field is named in a condition. */
export interface FieldName {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export const comparisons = ['=', '!=', '<', '<=', '>', '>=', '~'] as const;
export type ComparisonOperator = (typeof comparisons)[number];

/** A condition on runs, read. */
export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | {
      readonly kind: 'compare';
      readonly field: FieldName;
      readonly operator: ComparisonOperator;
      readonly value: FilterValue;
    }
  | { readonly kind: 'in'; readonly field: FieldName; readonly values: readonly FilterValue[] };

/** Brackets inside each other; more are a mistake, or meant to exhaust us. */
const deepest = 100;

/**
 * Reads a condition: comparisons (`=`, `!=`, `<`, `<=`, `>`, `>=`, `~` for “contains”, `in (…)`) joined by `and`, `or`,
 * `not` and brackets. `and` binds closer than `or`. An empty one is true of every run.
 * @throws FilterError
 */
export function parseFilter(text: string): Filter {
  return new Parser(text).whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  whole(): Filter {
    if (this.next().kind === 'end') return { kind: 'all' };
    const filter = this.either();
    const rest = this.next();
    if (rest.kind !== 'end')
      throw this.wrong(rest, `“${rest.text}” does not belong here`, 'Join conditions with and, or.');
    return filter;
  }

  private either(): Filter {
    return this.joined('or', () => this.joined('and', () => this.condition()));
  }

  private joined(kind: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    const parts = [first];
    while (this.takesWord(kind)) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  private condition(): Filter {
    if (this.takesWord('not')) return { kind: 'not', part: this.deeper(() => this.condition()) };
    const token = this.next();
    if (token.kind === 'operator' && token.text === '(') {
      this.at++;
      const inner = this.deeper(() => this.either());
      this.require(')', 'The bracket is not closed');
      return inner;
    }
    if (token.kind !== 'name') {
      const message =
        token.kind === 'end'
          ? 'A condition is missing'
          : `A field’s name is needed in place of “${token.text}”`;
      throw this.wrong(token, message, 'Write, for example, learningRate < 0.01.');
    }
    return this.comparison(token);
  }

  private comparison(name: Token): Filter {
    this.at++;
    const field: FieldName = { name: name.text, from: name.from, to: name.to };
    if (this.takesWord('in')) return { kind: 'in', field, values: this.list() };
    const token = this.next();
    const operator = token.text === '==' ? '=' : comparisons.find((each) => each === token.text);
    if (token.kind !== 'operator' || operator === undefined) {
      throw this.wrong(
        token,
        `A comparison is missing after “${name.text}”`,
        'Use =, !=, <, <=, >, >=, ~ (contains) or in (…).',
      );
    }
    this.at++;
    const valueToken = this.next();
    const value = this.value();
    if (/[<>]/.test(operator) && (typeof value === 'boolean' || value === null)) {
      throw this.wrong(
        valueToken,
        `“${valueToken.text}” is neither more nor less than anything`,
        'Compare it with = or !=.',
      );
    }
    return { kind: 'compare', field, operator, value };
  }

  private list(): FilterValue[] {
    this.require('(', 'After “in” comes a list in brackets');
    const values = [this.value()];
    while (this.takesOperator(',')) values.push(this.value());
    this.require(')', 'The list is not closed');
    return values;
  }

  private value(): FilterValue {
    const token = this.next();
    if (token.kind === 'number' || token.kind === 'text' || token.kind === 'name') {
      this.at++;
      if (token.kind === 'number') return Number(token.text);
      if (token.kind === 'text') return token.text;
      return wordValues.get(token.text) ?? (token.text === 'null' ? null : token.text);
    }
    const instead = token.kind === 'end' ? '' : ` in place of “${token.text}”`;
    throw this.wrong(
      token,
      `A value is missing${instead}`,
      'Write a number, or a text in "quotation marks".',
    );
  }

  private deeper(part: () => Filter): Filter {
    if (++this.depth > deepest)
      throw this.wrong(this.next(), 'There are too many brackets inside each other', 'Write it more simply.');
    const filter = part();
    this.depth--;
    return filter;
  }

  private next(): Token {
    // The end is the last token and is never taken.
    return this.tokens[this.at] ?? { kind: 'end', text: '', from: this.text.length, to: this.text.length };
  }

  private takesWord(word: string): boolean {
    const { kind, text } = this.next();
    const takes = kind === 'name' && text.toLowerCase() === word;
    if (takes) this.at++;
    return takes;
  }

  private takesOperator(operator: string): boolean {
    const { kind, text } = this.next();
    const takes = kind === 'operator' && text === operator;
    if (takes) this.at++;
    return takes;
  }

  private require(operator: string, message: string): void {
    if (!this.takesOperator(operator)) throw this.wrong(this.next(), message, `Put ${operator} here.`);
  }

  private wrong({ from, to }: Token, message: string, remedy: string): FilterError {
    return new FilterError(this.text, from, to, message, remedy);
  }
}

const wordValues = new Map<string, FilterValue>([
  ['true', true],
  ['false', false],
]);
