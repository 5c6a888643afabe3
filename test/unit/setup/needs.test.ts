import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const { need } = (await import(pathToFileURL(resolve('scripts/setup/needs.mjs')).href)) as {
  need(name: 'pip' | 'venv' | 'compiler', purpose: string): Promise<string>;
};

describe.runIf(process.platform === 'linux')('a machine on which something lacks', () => {
  const path = process.env['PATH'];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
    // Nothing but what looks for programs; above all, no apt-get.
    for (const name of ['which', 'sh']) symlinkSync(join('/usr/bin', name), join(folder, name));
    process.env['PATH'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  /** A python3 as a machine may have it: there, but able to do only some things. */
  function python(knows: string): void {
    const program = join(folder, 'python3');
    writeFileSync(program, `#!/bin/sh\ncase "$*" in *"${knows}"*) exit 0;; *) exit 1;; esac\n`);
    chmodSync(program, 0o755);
  }

  it('is told the packages of each thing, also where only a part of Python lacks', async () => {
    const remedyOf = (packages: string) => ({
      remedy: expect.stringContaining(`apt-get install -y ${packages})`) as unknown,
    });
    await expect(need('pip', 'fetches it')).rejects.toMatchObject(remedyOf('python3 python3-pip'));
    await expect(need('compiler', 'compiles it')).rejects.toMatchObject(remedyOf('g++'));
    python('-m pip');
    expect(await need('pip', 'fetches it')).toBe('python3');
    await expect(need('venv', 'holds it')).rejects.toMatchObject(remedyOf('python3 python3-venv'));
    python('venv');
    expect(await need('venv', 'holds it')).toBe('python3');
    await expect(need('pip', 'fetches it')).rejects.toMatchObject({
      what: 'pip for Python 3, which fetches it,',
      ...remedyOf('python3 python3-pip'),
    });
  });
});
