import type { CodeTarget } from '@shared/code';

export type TokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'call' | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const keywords: Readonly<Record<CodeTarget['language'], string>> = {
  python:
    'and as assert class def del elif else except False finally for from if import in is lambda None not or pass ' +
    'raise return True try while with yield self',
  javascript:
    'async await class const else export extends false for from function if import in let new null of return ' +
    'static super this throw true undefined',
};

function patternFor(language: CodeTarget['language']): RegExp {
  const comment = language === 'python' ? '#[^\\n]*' : '//[^\\n]*|/\\*[\\s\\S]*?\\*/';
  const string =
    '"""[\\s\\S]*?"""|[frb]?"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\'|`(?:\\\\.|[^`\\\\])*`';
  const word = `\\b(?:${keywords[language].replaceAll(' ', '|')})\\b`;
  return new RegExp(
    `(?<comment>${comment})|(?<string>${string})|(?<keyword>${word})|` +
      `(?<number>\\b\\d[\\d_]*(?:\\.\\d+)?(?:e[+-]?\\d+)?\\b)|(?<call>\\b[A-Za-z_]\\w*(?=\\())`,
    'g',
  );
}

const patterns = { python: patternFor('python'), javascript: patternFor('javascript') } as const;

/** The code cut into pieces that are colored alike: enough for what the generators write, not for any program. */
export function highlight(code: string, language: CodeTarget['language']): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(patterns[language])) {
    if (match.index > end) tokens.push({ kind: 'plain', text: code.slice(end, match.index) });
    const [kind = 'plain'] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    tokens.push({ kind: kind as TokenKind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ kind: 'plain', text: code.slice(end) });
  return tokens;
}
