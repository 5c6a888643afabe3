import { describe, expect, it } from 'vitest';
import { newRun, openStores } from '../support/stores';

describe('runs of one experiment', () => {
  it('are named apart, whoever starts them', () => {
    const one = openStores();
    const other = openStores(one.path);
    const names = [one, other, one].map(({ runs }) => runs.create(newRun('spirals')).name);
    expect(names).toEqual(['spirals', 'spirals 2', 'spirals 3']);
    expect(one.runs.create(newRun('spirals wide')).name).toBe('spirals wide');
    expect(one.runs.create(newRun('100 % of_all')).name).toBe('100 % of_all');
    expect(one.runs.create(newRun('100 % of_all')).name).toBe('100 % of_all 2');
    one.database.close();
    other.database.close();
  });

  it('take no notice of what is in the bin', () => {
    const { runs, database } = openStores();
    runs.delete([runs.create(newRun('spirals')).id]);
    expect(runs.create(newRun('spirals')).name).toBe('spirals');
    database.close();
  });
});
