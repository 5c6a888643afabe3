import { codeTargets } from '@shared/code';
import { inferNetwork } from '@shared/network/inference';
import { describe, expect, it } from 'vitest';
import { highlight } from '../../../src-renderer/features/code/highlight';
import { cases } from '../../parity/code/cases';

const kindsOf = (code: string, language: 'python' | 'javascript') =>
  highlight(code, language)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`);

describe('the coloring of code', () => {
  it('tells comments, strings, numbers, keywords and calls of Python apart', () => {
    expect(kindsOf('return f("a # b", 1e-7)  # for x', 'python')).toEqual([
      ...['keyword return', 'call f', 'string "a # b"', 'number 1e-7', 'comment # for x'],
    ]);
    expect(kindsOf('"""two\nlines"""', 'python')).toEqual(['string """two\nlines"""']);
  });
  it('and of JavaScript', () => {
    expect(kindsOf("const a = g('//', `x`); /* for */", 'javascript')).toEqual([
      ...['keyword const', 'call g', "string '//'", 'string `x`', 'comment /* for */'],
    ]);
  });
  it('loses nothing of any program', () => {
    for (const { experiment, inputShape } of cases) {
      const network = inferNetwork(experiment.network, { inputShape });
      for (const { generate, language } of codeTargets) {
        const code = generate(experiment, network);
        expect(
          highlight(code, language)
            .map(({ text }) => text)
            .join(''),
        ).toBe(code);
      }
    }
  });
});
