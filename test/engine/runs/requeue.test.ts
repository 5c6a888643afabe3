import { describe, expect, it } from 'vitest';
import { newRun, openStores } from '../support/stores';

describe('a run that has ended early', () => {
  it('is queued by the first of two engines alone, and keeps its metrics and its owner', () => {
    const one = openStores();
    const other = openStores(one.path);
    const { id } = one.runs.create(newRun());
    one.metrics.append(id, [{ split: 'training', name: 'loss', steps: [1, 2, 3], values: [3, 2, 1] }]);
    one.runs.ended(id, 'stopped');

    expect(one.runs.requeue(id, 2, 'one')).toMatchObject({ state: 'queued' });
    expect(() => other.runs.requeue(id, null, 'other')).toThrow(
      expect.objectContaining({ code: 'notAllowedNow', where: id }) as Error,
    );
    expect(other.runs.activeElsewhere('nobody')).toEqual([{ id, owner: 'one' }]);
    expect(Array.from(other.metrics.read(id, { split: 'training', name: 'loss' }).steps)).toEqual([1, 2]);
    one.database.close();
    other.database.close();
  });

  it('from before it was told what it computes with says that this was not recorded', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    const early = { layerlab: '0.1.0', node: '24', tensorflow: '2.21.0', platform: 'linux' };
    const { query } = database;
    database.run(
      query
        .updateTable('runs')
        .set({ versions: JSON.stringify(early) })
        .where('id', '=', id),
    );
    expect(runs.detail(id)).toMatchObject({ versions: { ...early, computing: null }, earlierVersions: [] });

    const computing = { processor: 'EPYC', kernels: 'oneDnn', threads: 2, parts: 1 } as const;
    runs.started(id, { ...early, computing }, 10);
    const untilTen = { untilStep: 10, versions: { ...early, computing: null } };
    expect(runs.detail(id)).toMatchObject({ versions: { computing }, earlierVersions: [untilTen] });
    database.close();
  });
});
