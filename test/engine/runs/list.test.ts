import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runColumns } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import { metricNames } from '@shared/runs/metricNames';
import { noMetrics } from '@shared/runs/run';
import { listRuns, pageOf, type RunListRequest } from '../../../src-main/engine/runs/table/runList';
import { everyRun, newRun, openStores } from '../support/stores';

describe('a list of 4,000 runs', () => {
  let folder: string;
  let stores: ReturnType<typeof openStores>;
  const ids: RunId[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerlab-list-'));
    stores = openStores(join(folder, 'layerlab.sqlite'));
    const { database, runs } = stores;
    database.transaction(() => {
      for (let index = 0; index < 4000; index++) {
        const { id } = runs.create(newRun(`run ${index % 7 === 0 ? 'needle_100%' : 'hay'} ${index}`));
        ids.push(id);
        // Every third run was never measured.
        const validationLoss = index % 3 === 0 ? null : (index * 7919) % 4001;
        if (index % 2 === 0) runs.ended(id, 'completed', { metrics: { ...noMetrics, validationLoss } });
      }
    });
  });
  afterAll(() => {
    stores.database.close();
    rmSync(folder, { recursive: true });
  });

  const directions = [true, false];
  const ordersOf = (sorts: readonly RunListRequest['sort'][]) =>
    sorts.flatMap((sort) => directions.map((descending) => ({ sort, descending })));

  it.each(ordersOf(runColumns))(
    'is read in the order of an index ($sort, descending $descending)',
    (order) => {
      const plan = stores.database.explain(pageOf(stores.database, { ...everyRun, ...order })).join('; ');
      expect(plan).toMatch(/USING (COVERING )?INDEX runs_by_/);
      expect(plan).not.toContain('TEMP B-TREE');
    },
  );

  it.each(ordersOf(metricNames.map(({ field }) => field)))(
    'is sorted by ids alone, each metric found by its key ($sort, descending $descending)',
    (order) => {
      const plan = stores.database.explain(pageOf(stores.database, { ...everyRun, ...order })).join('; ');
      expect(plan).toContain('SEARCH run_metrics USING PRIMARY KEY (run_id=? AND metric=? AND split=?)');
      expect(plan).not.toContain('SCAN run_metrics');
    },
  );

  it('shows the latest first, page by page', () => {
    const { database } = stores;
    const first = listRuns(database, { ...everyRun, limit: 3 });
    expect(first.total).toBe(4000);
    expect(first.runs.map(({ id }) => id)).toEqual([...ids.slice(-3)].reverse());
    const second = listRuns(database, { ...everyRun, limit: 3, offset: 3 });
    expect(second.runs.map(({ id }) => id)).toEqual([...ids.slice(-6, -3)].reverse());
  });

  it.each([true, false])('puts what was not measured last (descending %s)', (descending) => {
    const request = { ...everyRun, sort: 'validationLoss', descending, limit: 1000 } as const;
    const losses = [0, 1000, 2000, 3000]
      .flatMap((offset) => listRuns(stores.database, { ...request, offset }).runs)
      .map(({ metrics }) => metrics.validationLoss);
    const measured = losses.filter((loss) => loss !== null);
    expect(losses.length).toBe(4000);
    expect(losses.slice(0, measured.length)).toEqual(
      [...measured].sort((a, b) => (descending ? b - a : a - b)),
    );
  });

  it('finds all words of a search as they are written, and states', () => {
    const found = listRuns(stores.database, { ...everyRun, search: 'SPIRALS needle_100%', limit: 1000 });
    expect(found.total).toBe(Math.ceil(4000 / 7));
    expect(found.runs.every(({ name }) => name.includes('needle_100%'))).toBe(true);
    expect(listRuns(stores.database, { ...everyRun, search: 'n%edle' }).total).toBe(0);
    expect(listRuns(stores.database, { ...everyRun, states: ['completed'] }).total).toBe(2000);
  });

  it('leaves out the bin, and has again what is restored', () => {
    const { database, runs } = stores;
    const [one, two] = ids.slice(10, 12) as [RunId, RunId];
    expect(runs.delete([one, two, one])).toEqual([one, two]);
    expect(listRuns(database, everyRun).total).toBe(3998);
    expect(() => runs.summary(one)).toThrow('There is no run');
    expect(runs.restore([one, two])).toEqual([one, two]);
    expect(listRuns(database, everyRun).total).toBe(4000);
  });

  it('has ids that sort by time', () => {
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(4000);
  });
});

describe('run colors', () => {
  it('go round, and the one that was not used for longest comes next', () => {
    const { database, runs } = openStores();
    const made = Array.from({ length: 8 }, () => runs.create(newRun()));
    expect(made.map(({ color }) => color)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    runs.delete(made.filter(({ color }) => color === 5).map(({ id }) => id));
    expect(runs.create(newRun()).color).toBe(5);
    expect(runs.create(newRun()).color).toBe(0);
    database.close();
  });
});
