import { describe, expect, it } from 'vitest';
import { runListRequestSchema } from '@shared/contract/runs/runTable';
import { noMetrics } from '@shared/runs/run';
import { labelRuns } from '../../../src-main/engine/runs/runLabels';
import { listRuns, matchingRuns, rowsOf } from '../../../src-main/engine/runs/table/runList';
import { RunColumns } from '../../../src-main/engine/runs/table/columns';
import { groupRuns } from '../../../src-main/engine/runs/table/groupRuns';
import { sortRuns } from '../../../src-main/engine/runs/table/queryRuns';
import { experimentNamed, newRun, openStores } from '../support/stores';

/** Three learning rates over two seeds; the accuracy follows from both. */
function sixRuns() {
  const stores = openStores();
  const ids = [0.1, 0.01, 0.001].flatMap((learningRate) =>
    [1, 2].map((seed) => {
      const training = { optimizer: { kind: 'adam', learningRate }, seed };
      const experiment = experimentNamed(`rate ${learningRate}`, training);
      const { id } = stores.runs.create({ ...newRun(), experiment });
      const validationAccuracy = 0.9 + learningRate / 10 + seed / 100;
      stores.runs.ended(id, 'completed', { metrics: { ...noMetrics, validationAccuracy } });
      return id;
    }),
  );
  const columns = new RunColumns(stores.database);
  const list = (request: object) => listRuns(stores.database, runListRequestSchema.parse(request), columns);
  return { ...stores, ids, columns, list };
}

describe('the table of runs', () => {
  it('is filtered by values of the experiments, metrics and tags', () => {
    const { list, ids, database } = sixRuns();
    const [first, , third] = ids;
    if (first === undefined || third === undefined) throw new Error('there are six runs');
    labelRuns(database, [first, third], { addTags: ['final'] });
    const found = (where: string) =>
      list({ where })
        .runs.map(({ id }) => id)
        .sort();
    expect(found('learningRate < 0.05')).toEqual(ids.slice(2).sort());
    expect(found('learningRate < 0.05 and tag = "final"')).toEqual([third]);
    expect(found('validationAccuracy > 0.925')).toEqual([ids[1]]);
    expect(found('seed = 2 and not learningRate in (0.1, 0.01)')).toEqual([ids[5]]);
    expect(list({ where: 'seed = 7' })).toMatchObject({ total: 0, runs: [] });
    expect(() => list({ where: 'lerningRate < 1' })).toThrow('No run has a field');
  });

  it('knows what runs set without reading their experiments again, also of those from before that was kept', () => {
    const { database, ids } = sixRuns();
    const rates = (of: typeof database) => {
      const columns = new RunColumns(of);
      return ids.map(columns.column({ kind: 'parameter', path: 'training.optimizer.learningRate' }));
    };
    const expected = [0.1, 0.1, 0.01, 0.01, 0.001, 0.001];
    expect(rates(database)).toEqual(expected);
    const kept = () => database.all(database.query.selectFrom('run_settings').selectAll());
    const before = kept();
    expect(before).toHaveLength(6);
    database.run(database.query.deleteFrom('run_settings'));
    expect(rates(database)).toEqual(expected);
    expect(kept()).toEqual(before);
  });

  it('is sorted by several columns, and gives their values beside each run', () => {
    const { list, ids } = sixRuns();
    const orders = [
      { column: 'seed', descending: true },
      { column: 'learningRate', descending: false },
    ];
    const { runs, cells, total } = list({
      orders,
      columns: ['seed', 'training.optimizer.learningRate'],
      limit: 4,
    });
    expect(total).toBe(6);
    expect(runs.map(({ id }) => id)).toEqual([ids[5], ids[3], ids[1], ids[4]]);
    expect(cells).toEqual([
      [2, 0.001],
      [2, 0.01],
      [2, 0.1],
      [1, 0.001],
    ]);
  });

  it('puts what has no value last, whichever way it is sorted', () => {
    const { list, runs, ids } = sixRuns();
    const { id: unmeasured } = runs.create(newRun('unmeasured'));
    for (const descending of [true, false]) {
      const sorted = list({ orders: [{ column: 'validation.accuracy', descending }] }).runs;
      expect(sorted.at(-1)?.id).toBe(unmeasured);
      expect(sorted[0]?.id).toBe(descending ? ids[1] : ids[4]);
    }
  });

  it('is grouped, with the mean and the deviation over each group', () => {
    const { database, columns, ids } = sixRuns();
    const all = matchingRuns(database, columns, runListRequestSchema.parse({}));
    const grouped = (by: string, orders: readonly { column: string; descending: boolean }[] = []) =>
      groupRuns(all, { by: [by], columns: ['validation.accuracy', 'seed', 'state'], orders }, columns);
    const groups = grouped('learningRate');
    expect(groups.map(({ key, runIds }) => [key[0], runIds])).toEqual([
      [0.001, [ids[5], ids[4]]],
      [0.01, [ids[3], ids[2]]],
      [0.1, [ids[1], ids[0]]],
    ]);
    const byMean = grouped('learningRate', [{ column: 'validation.accuracy', descending: true }]);
    expect(byMean.map(({ key }) => key[0])).toEqual([0.1, 0.01, 0.001]);
    // Seeds make no configuration.
    expect(grouped('configuration').map(({ runIds }) => runIds)).toEqual(groups.map(({ runIds }) => runIds));
    const [accuracy, seed, state] = groups[0]?.cells ?? [];
    expect(accuracy?.mean).toBeCloseTo(0.9 + 0.0001 + 0.015, 12);
    expect(accuracy?.deviation).toBeCloseTo(0.01 / Math.SQRT2, 12);
    expect(seed).toMatchObject({ mean: 1.5, value: null });
    expect(state).toMatchObject({ mean: null, value: 'completed' });
  });

  it('is read in two parts: the order of all runs, and the rows that are looked at', () => {
    const { database, columns, ids } = sixRuns();
    const all = matchingRuns(database, columns, runListRequestSchema.parse({ where: 'seed = 2' }));
    const order = sortRuns(all, [{ column: 'learningRate', descending: false }], columns);
    expect(order).toEqual([ids[5], ids[3], ids[1]]);
    const rows = rowsOf(columns, [...order.slice(1), 'gone meanwhile'], ['learningRate']);
    expect(rows.runs.map(({ id }) => id)).toEqual([ids[3], ids[1]]);
    expect(rows.cells).toEqual([[0.01], [0.1]]);
  });

  it('leaves out what was put aside, unless it is asked for', () => {
    const { list, ids, database, runs } = sixRuns();
    const [first] = ids;
    if (first === undefined) throw new Error('there are six runs');
    labelRuns(database, [first], { archived: true, pinned: true, addTags: ['b', 'a', 'a'] });
    labelRuns(database, [first], { removeTags: ['b', 'no such'] });
    expect(runs.summary(first)).toMatchObject({ archived: true, pinned: true, tags: ['a'] });
    expect(list({ archived: 'hide' }).total).toBe(5);
    expect(list({ archived: 'only' }).runs.map(({ id }) => id)).toEqual([first]);
    expect(list({}).total).toBe(6);
  });

  it('says which values differ, and what can be typed', () => {
    const { columns } = sixRuns();
    const { names, parameters, metrics } = columns.fields();
    expect(metrics).toEqual(['validation.accuracy']);
    const differing = parameters.filter(({ differs }) => differs).map(({ path }) => path);
    expect(differing).toEqual(['training.optimizer.learningRate', 'training.seed']);
    expect(names).toContain('learningRate');
    expect(names).toContain('best.validation.accuracy');
  });
});

describe('the points of a series', () => {
  it('come in parts, each once, whatever the chunks are', () => {
    const { runs, metrics } = openStores();
    const { id } = runs.create(newRun());
    const key = { split: 'training', name: 'loss' } as const;
    const steps = Array.from({ length: 5000 }, (_, index) => index + 1);
    for (let from = 0; from < steps.length; from += 700) {
      const part = steps.slice(from, from + 700);
      metrics.append(id, [
        { ...key, steps: part, values: part.map((step) => (step === 12 ? NaN : 1 / step)) },
      ]);
    }
    const read: number[] = [];
    for (let after = 0; ; after = read.at(-1) ?? 0) {
      const batch = metrics.readBatch(id, key, after, 999);
      read.push(...batch.steps);
      if (after === 0) expect(batch.values[11]).toBeNull();
      if (batch.steps.length < 999) break;
    }
    expect(read).toEqual(steps);
  });
});
