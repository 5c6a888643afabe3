import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

const { download, folderBytes } = (await import(
  pathToFileURL(resolve('scripts/setup/fetching.mjs')).href
)) as {
  download(
    url: string,
    path: string,
    sha256: string,
    label: string,
    patience: { answer: number; silence: number },
  ): Promise<void>;
  folderBytes(folder: string): number;
};

describe('a download of the set-up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
  const path = join(folder, 'file');
  const content = 'what is wanted';
  const sum = createHash('sha256').update(content).digest('hex');
  const patience = { answer: 5000, silence: 200 };
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it('is given up where the server falls silent in the middle', async () => {
    const url = await serve((_request, response) => response.write(content.slice(0, 4)));
    await expect(download(url, path, sum, 'a file', patience)).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
  });

  it('is put in place only with the sum that is pinned', async () => {
    const url = await serve((_request, response) => response.end(content));
    await expect(download(url, path, sum.replace(/^./, 'x'), 'a file', patience)).rejects.toThrow(/SHA-256/);
    expect(existsSync(path)).toBe(false);
    await download(url, path, sum, 'a file', patience);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

/** Makes and removes folders with a file in each, as package managers do that unpack. */
const unpacking = `
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
for (;;) {
  mkdirSync('inner/deep', { recursive: true });
  writeFileSync('inner/deep/file', 'x');
  rmSync('inner', { recursive: true });
}`;

describe('the progress of a package manager', () => {
  it('is told by what its folder holds, though it takes folders away meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
    writeFileSync(join(folder, 'fetched'), '12345');
    const manager = spawn(process.execPath, ['-e', unpacking], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((done) => manager.once('close', done));
    try {
      const inner = join(folder, 'inner');
      for (let seen = 0; seen < 200;) {
        if (existsSync(inner)) seen += 1;
        expect(folderBytes(folder)).toBeGreaterThanOrEqual(5);
        expect(folderBytes(folder)).toBeLessThanOrEqual(6);
        await new Promise((done) => setImmediate(done));
      }
    } finally {
      manager.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
