import { readFileSync, statSync, truncateSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { RunId } from '@shared/ids';
import { Database } from '../../../src-main/engine/runs/database/database';
import { listRuns } from '../../../src-main/engine/runs/table/runList';
import { everyRun, newRun, openStores } from '../support/stores';

/** A database on disk with some runs in it, closed. */
function someRuns(): { path: string; ids: RunId[] } {
  const { path, runs, database } = openStores();
  const ids = Array.from({ length: 40 }, (_, index) => runs.create(newRun(`run ${index}`)).id);
  database.close();
  return { path, ids };
}

describe('a database that is damaged', () => {
  it('by having lost its end is refused before a byte is written to it', () => {
    const { path } = someRuns();
    truncateSync(path, statSync(path).size - 100);
    const before = readFileSync(path);
    expect(() => Database.open(path)).toThrow(
      expect.objectContaining({
        code: 'workspaceDamaged',
        where: path,
        message: expect.stringMatching(/cut short/) as unknown,
      }),
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['progress', '{"step": 12,'],
    ['checkpoints', '[not json'],
    ['error', '"of another shape"'],
    ['created_at', 'yesterday'],
    ['state', 'sleeping'],
    ['color', 'blue'],
  ])('in the %s of one run shows that run as damaged, and the others whole', (column, value) => {
    const { path, ids } = someRuns();
    const [id] = ids as [RunId];
    const sqlite = new Sqlite(path);
    sqlite.prepare(`UPDATE runs SET ${column} = ? WHERE id = ?`).run(value, id);
    sqlite.close();
    const { database, runs } = openStores(path);
    const listed = listRuns(database, everyRun).runs;
    const damaged = listed.filter(({ state }) => state === 'damaged');
    expect(damaged).toMatchObject([
      {
        id,
        name: 'run 0',
        error: { code: 'workspaceDamaged', where: id, message: expect.any(String) as unknown },
      },
    ]);
    expect(listed.filter(({ state }) => state === 'queued')).toHaveLength(ids.length - 1);
    expect(() => runs.detail(id)).toThrow(expect.objectContaining({ code: 'workspaceDamaged', where: id }));
    database.close();
  });

  it.each(['experiment', 'dataset'])('in the %s of one run says so when that is asked for', (column) => {
    const { path, ids } = someRuns();
    const [id, other] = ids as [RunId, RunId];
    const sqlite = new Sqlite(path);
    sqlite.prepare(`UPDATE runs SET ${column} = ? WHERE id = ?`).run('{"cut', id);
    sqlite.close();
    const { database, runs } = openStores(path);
    expect(() => runs.material(id)).toThrow(expect.objectContaining({ code: 'workspaceDamaged', where: id }));
    expect(runs.material(other).experiment.name).toBe('run 1');
    database.close();
  });
});
