import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { titleAsFileName } from '@shared/titleAsFileName';

const named = (title: string) => titleAsFileName(title, 'experiment');

it.each([
  ['two-layer net', 'two-layer net'],
  ['Größe, α=0.5', 'Größe- α=0.5'],
  ['हिन्दी', 'हिन्दी'],
  ['a/b\\c', 'a-b-c'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\net', 'C-net'],
  ['what? "this" <or> that|*', 'what- -this- -or- that'],
  ['line\none\ttab\u0000end', 'line-one-tab-end'],
  ['.hidden', 'hidden'],
  ['ends in dots...', 'ends in dots'],
  ['  spaces   inside  ', 'spaces inside'],
  ['spirals (seed 3)', 'spirals (seed 3)'],
  ['a 😀 b', 'a - b'],
  ['NUL', '_NUL'],
  ['com1.csv', '_com1.csv'],
  ['console', 'console'],
  ['', 'experiment'],
  ['?!', 'experiment'],
  ['..', 'experiment'],
])('makes a file name of the title %o', (title, name) => {
  expect(named(title)).toBe(name);
});

it('ends a long name where a character ends, early enough for what is put behind it', () => {
  for (const character of ['n', 'ß', '字', '𝑥']) {
    const name = named(character.repeat(200));
    expect(name).toBe(character.repeat(120 / Buffer.byteLength(character)));
  }
  expect(named(`${'n'.repeat(119)} and more`)).toBe('n'.repeat(119));
});

it('gives names that a file system takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  try {
    const names = ['a/b', '字'.repeat(300), '\u0000', 'x'.repeat(999)].map(
      (title) => `${named(title)}-best.onnx`,
    );
    for (const name of names) writeFileSync(join(folder, name), '');
    expect(readdirSync(folder).sort()).toEqual(names.toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
