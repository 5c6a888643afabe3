import { FilterError } from './error';

export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'operator' | 'end';
  /** What it says: a text without its quotes. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const patterns = {
  blank: /\s+/y,
  operator: /<=|>=|!=|==|[=<>~(),]/y,
  number: /[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?(?![\w.])/iy,
  /** A path of the experiment file; a layer's id may hold more than letters, and is then quoted with backticks. */
  name: /[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}\p{N}_-]+)*/uy,
  quotedName: /`([^`]+)`/y,
} as const;

/** Splits a condition into its words. @throws FilterError with the place of what is none */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const take = (kind: Token['kind'], from: number, length: number, said: string): void => {
    tokens.push({ kind, text: said, from, to: from + length });
    at = from + length;
  };
  while (at < text.length) {
    const blank = match(patterns.blank);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const mark = text.charAt(at);
    if (mark === '"' || mark === "'") {
      const { said, length } = quoted(text, at);
      take('text', at, length, said);
      continue;
    }
    const quotedName = match(patterns.quotedName);
    if (quotedName !== null) {
      take('name', at, quotedName[0].length, quotedName[1] ?? '');
      continue;
    }
    const kind = (['number', 'name', 'operator'] as const).find((each) => match(patterns[each]) !== null);
    if (kind === undefined) throw unknown(text, at);
    const [found = ''] = match(patterns[kind]) ?? [];
    take(kind, at, found.length, found);
  }
  return [...tokens, { kind: 'end', text: '', from: text.length, to: text.length }];
}

/** A text in quotes; a backslash before one makes it part of the text. */
function quoted(text: string, from: number): { said: string; length: number } {
  const mark = text.charAt(from);
  let said = '';
  for (let at = from + 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === mark) return { said, length: at + 1 - from };
    if (letter === '\\' && at + 1 < text.length) at++;
    said += text.charAt(at);
  }
  throw new FilterError(text, from, text.length, 'The text has no end', `Close it with ${mark}.`);
}

function unknown(text: string, at: number): FilterError {
  const [letter = ''] = text.slice(at);
  const isBoth = letter === '&' || letter === '|';
  return new FilterError(
    text,
    at,
    at + letter.length,
    `“${letter}” means nothing in a condition`,
    isBoth ? `Write ${letter === '&' ? 'and' : 'or'}.` : 'Put texts in "quotation marks".',
  );
}
