import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile, replaceFileSync } from '../../../src-main/files/replaceFile';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerlab-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => join(folder, name);

describe('a file that is replaced', () => {
  it('is the new one, and nothing else is left', async () => {
    writeFileSync(inFolder('a'), 'old');
    expect(await replaceFile(inFolder('a'), 'new')).toBe(true);
    replaceFileSync(inFolder('b'), [Buffer.from('in '), Buffer.from('pieces')]);
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('new');
    expect(readFileSync(inFolder('b'), 'utf8')).toBe('in pieces');
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
  });

  it('stays as it was where what was written is not accepted', async () => {
    writeFileSync(inFolder('a'), 'old');
    const seen: string[] = [];
    const accepts = (temporary: string) => {
      seen.push(readFileSync(temporary, 'utf8'));
      return Promise.resolve(false);
    };
    expect(await replaceFile(inFolder('a'), 'new', { accepts })).toBe(false);
    expect(seen).toEqual(['new']);
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it.skipIf(!existsSync('/dev/full'))('stays as it was where the disk is full', async () => {
    writeFileSync(inFolder('a'), 'old');
    symlinkSync('/dev/full', inFolder('a.part'));
    await expect(replaceFile(inFolder('a'), 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('old');
    symlinkSync('/dev/full', inFolder('a.part'));
    expect(() => replaceFileSync(inFolder('a'), [Buffer.from('new')])).toThrow(/ENOSPC/);
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('old');
  });

  it('may be written by several at once', async () => {
    const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(1000));
    await Promise.all(contents.map((content) => replaceFile(inFolder('a'), content, { isShared: true })));
    expect(contents).toContain(readFileSync(inFolder('a'), 'utf8'));
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
