import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src-main/files/makeFolder';

const rounds = 300;
const makers = 2;

/** Makes the folders of all rounds, each begun when all makers have come to it; tells what was thrown. */
const maker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { join } = require('node:path');
  const { module, folder, arrived, rounds, makers } = workerData;
  import(module).then(({ makeFolder }) => {
    const errors = [];
    for (let round = 1; round <= rounds; round += 1) {
      Atomics.add(arrived, 0, 1);
      while (Atomics.load(arrived, 0) < round * makers);
      try {
        makeFolder(join(folder, String(round), 'home', 'runs'));
      } catch (error) {
        errors.push(String(error));
      }
    }
    parentPort.postMessage(errors);
  });
`;

describe('making a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerlab-folders-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('makes those above it too, and passes where all are there', () => {
    const inner = join(folder, 'a', 'b', 'c');
    makeFolder(inner);
    makeFolder(inner);
    expect(statSync(inner).isDirectory()).toBe(true);
  });

  it('is refused where a file has the name', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(() => makeFolder(join(file, 'inner'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
  });

  it('passes where others make the same folders at the same moment', async () => {
    const workerData = {
      module: pathToFileURL(join(import.meta.dirname, '../../../src-main/files/makeFolder.ts')).href,
      folder,
      arrived: new Int32Array(new SharedArrayBuffer(4)),
      rounds,
      makers,
    };
    const workers = Array.from({ length: makers }, () => new Worker(maker, { eval: true, workerData }));
    try {
      const errors = await Promise.all(
        workers.map(
          (worker) =>
            new Promise((resolve, reject) => {
              worker.once('message', resolve);
              worker.once('error', reject);
            }),
        ),
      );
      expect(errors.flat()).toEqual([]);
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  });
});
