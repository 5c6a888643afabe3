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
});
