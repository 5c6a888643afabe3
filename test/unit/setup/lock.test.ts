import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const { withLock } = (await import(pathToFileURL(resolve('scripts/setup/lock.mjs')).href)) as {
  withLock<Result>(folder: string, work: () => Promise<Result>, onWait?: () => void): Promise<Result>;
};

describe('the lock of a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
  const lock = join(folder, 'deep', 'lock');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one work at a time, and the next when that is done or has failed', async () => {
    const order: string[] = [];
    let endFirst = (): void => undefined;
    const first = withLock(lock, async () => {
      order.push('first begins');
      await new Promise<void>((done) => (endFirst = done));
      order.push('first ends');
      throw new Error('the first failed');
    });
    const second = withLock(
      lock,
      () => Promise.resolve(order.push('second')),
      () => endFirst(),
    );
    await expect(first).rejects.toThrow('the first failed');
    await second;
    expect(order).toEqual(['first begins', 'first ends', 'second']);
    expect(existsSync(lock)).toBe(false);
  });

  it('does not wait for one that died', async () => {
    mkdirSync(lock);
    const long = new Date(Date.now() - 60_000);
    utimesSync(lock, long, long);
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });
});
