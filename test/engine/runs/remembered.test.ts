import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { runListRequestSchema } from '@shared/contract/runs/runTable';
import { noMetrics } from '@shared/runs/run';
import { Database } from '../../../src-main/engine/runs/database/database';
import { labelRuns } from '../../../src-main/engine/runs/runLabels';
import { RunColumns } from '../../../src-main/engine/runs/table/columns';
import { listRuns } from '../../../src-main/engine/runs/table/runList';
import { newRun, openStores } from '../support/stores';

/** Three runs that were listed and sorted once, so that all of it is remembered. */
function listed() {
  const stores = openStores();
  const ids = [1, 2, 3].map((place) => {
    const { id } = stores.runs.create(newRun(`run ${place}`));
    stores.runs.ended(id, 'completed', { metrics: { ...noMetrics, validationLoss: place } });
    return id;
  });
  const [first, second, third] = ids;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three runs');
  const columns = new RunColumns(stores.database);
  const list = () => {
    const orders = [{ column: 'validationLoss', descending: false }];
    const request = { orders, columns: ['validationLoss', 'tag', 'name'], archived: 'all' };
    return listRuns(stores.database, runListRequestSchema.parse(request), columns);
  };
  expect(list().runs.map(({ id }) => id)).toEqual(ids);
  return { ...stores, ids: [first, second, third] as const, list };
}

describe('what is remembered of listed runs', () => {
  it('follows figures, tags, names and states that are written', () => {
    const { database, runs, ids, list } = listed();
    const [first, , third] = ids;
    runs.ended(third, 'completed', { metrics: { ...noMetrics, validationLoss: 0.5 } });
    labelRuns(database, [third], { addTags: ['final'], pinned: true });
    labelRuns(database, [first], { addTags: ['draft'] });
    runs.rename(first, 'another name');
    const { runs: now, cells } = list();
    expect(now.map(({ id }) => id)).toEqual([third, first, ids[1]]);
    expect(now[0]).toMatchObject({ tags: ['final'], pinned: true, metrics: { validationLoss: 0.5 } });
    expect(cells).toEqual([
      [0.5, ['final'], 'run 3'],
      [1, ['draft'], 'another name'],
      [2, [], 'run 2'],
    ]);
    labelRuns(database, [third], { removeTags: ['final'] });
    expect(list().runs[0]?.tags).toEqual([]);
    expect(list().cells[0]?.[1]).toEqual([]);
  });

  it('is as before where what was written is taken back', () => {
    const { database, ids, list } = listed();
    const before = list();
    expect(() =>
      database.transaction(() => {
        labelRuns(database, [ids[0]], { addTags: ['never'] });
        expect(list().runs[0]?.tags).toEqual(['never']);
        throw new Error('taken back');
      }),
    ).toThrow('taken back');
    expect(list()).toEqual(before);
  });

  it('follows what another connection writes', () => {
    const { path, ids, list } = listed();
    const other = Database.open(path);
    labelRuns(other, [ids[1]], { addTags: ['elsewhere'] });
    other.close();
    expect(list().runs[1]?.tags).toEqual(['elsewhere']);
    expect(list().cells[1]?.[1]).toEqual(['elsewhere']);
  });

  it('does not hide a row that another program has damaged meanwhile', () => {
    const { path, ids, list } = listed();
    const other = new Sqlite(path);
    other.prepare('UPDATE run_metrics SET last = 7 WHERE run_id = ?').run(ids[0]);
    other.close();
    expect(list().runs.find(({ id }) => id === ids[0])?.state).toBe('damaged');
  });

  it('has no more of a run that is gone', () => {
    const { runs, ids, list } = listed();
    runs.delete([ids[1]]);
    expect(list().runs.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    runs.restore([ids[1]]);
    expect(list().runs.map(({ id }) => id)).toEqual(ids);
  });
});
