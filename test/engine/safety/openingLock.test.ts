import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { whileOpening } from '../../../src-main/engine/safety/openingLock';
import { temporaryFolder } from '../support/workspace';

/** Another engine that is just opening a workspace, and lets go after a while. */
const other = `
  const lock = new (require('better-sqlite3'))(process.argv[1]);
  lock.exec('BEGIN EXCLUSIVE');
  process.stdout.write('opening');
  setTimeout(() => lock.close(), 500);
`;

describe('a workspace that another engine is just opening', () => {
  it('is opened once the other has done so', async () => {
    const database = join(temporaryFolder(), 'runs.sqlite');
    const child = spawn(process.execPath, ['-e', other, `${database}.lock`], {
      cwd: process.cwd(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    const isFree = whileOpening(database, () => {
      const second = new Sqlite(`${database}.lock`, { timeout: 0 });
      try {
        second.exec('BEGIN EXCLUSIVE');
        return true;
      } catch {
        return false;
      } finally {
        second.close();
      }
    });
    // It was held: nobody else could have come in meanwhile.
    expect(isFree).toBe(false);
    expect(await ended).toEqual([0, null]);
  });
});
