import { describe, expect, it } from 'vitest';
import type { FieldCell, RunGroups } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import { formatCell } from '../../../src-renderer/features/runs/grid/cells/cells';
import { nextOrders } from '../../../src-renderer/features/runs/list/columnChanges';
import { columnNamed, usualColumns } from '../../../src-renderer/features/runs/list/columns';
import { csvOfGroups, groupLabels, summaryOf } from '../../../src-renderer/features/runs/list/groups';
import { sparkPath } from '../../../src-renderer/features/runs/grid/cells/sparkPath';

describe('a column of the table of runs', () => {
  it('shows shares in percent, and says what is not there', () => {
    expect(formatCell(0.975, 'validation.accuracy')).toBe('97.5 %');
    expect(formatCell(0.975, 'best.validationAccuracy')).toBe('97.5 %');
    expect(formatCell(1234, 'seed')).toBe('1234');
    expect(formatCell([], 'tag')).toBe('–');
    expect(formatCell(true, 'pinned')).toBe('yes');
  });

  it('is headed by words, a value of the experiment by the end of its path', () => {
    const titles = ['validation.accuracy', 'best.validation.loss', 'bestEpoch', 'network.hidden1.units'];
    expect(titles.map((name) => columnNamed(name).title)).toEqual([
      'Val. accuracy',
      'Val. loss, best weights',
      'Best epoch',
      'hidden1.units',
    ]);
  });

  it('is there for the most telling metric that was measured, until others are chosen', () => {
    expect(usualColumns(['validation.loss', 'validation.r2'])).toContain('validation.r2');
    expect(usualColumns([])).not.toContain('validation.accuracy');
  });

  it('is sorted by in its usual direction first, the other way next, and then no more', () => {
    const first = nextOrders([], 'validation.accuracy', false);
    expect(first).toEqual([{ column: 'validation.accuracy', descending: true }]);
    const second = nextOrders(first, 'validation.accuracy', false);
    expect(second).toEqual([{ column: 'validation.accuracy', descending: false }]);
    expect(nextOrders(second, 'validation.accuracy', false)).toEqual([]);
    const both = nextOrders(second, 'training.loss', true);
    expect(both.map(({ column }) => column)).toEqual(['validation.accuracy', 'training.loss']);
    expect(nextOrders(both, 'seed', false)).toEqual([{ column: 'seed', descending: false }]);
  });
});

describe('runs that were put together', () => {
  const cellOf = (values: readonly FieldCell[]) => {
    const [first = null] = values;
    const isOne = values.every((value) => value === first);
    return { count: values.length, mean: null, deviation: null, value: isOne ? first : null };
  };
  const groupOf = (units: number, rate: number): RunGroups[number] => ({
    key: [`code of ${units} and ${rate}`],
    runIds: ['a', 'b'] as RunId[],
    cells: [cellOf([units]), cellOf([rate]), cellOf([1, 2])],
  });
  const told = ['network.hidden1.units', 'training.optimizer.learningRate', 'training.seed'];

  it('are called by what sets their configuration apart, and by no seed', () => {
    const groups = [groupOf(4, 0.01), groupOf(8, 0.01)];
    const labels = groupLabels(groups, ['configuration'], told, told);
    expect(groups.map((group) => labels.get(group))).toEqual(['hidden1.units 4', 'hidden1.units 8']);
    const [only] = groups;
    if (only === undefined) throw new Error('there are two groups');
    expect(groupLabels([only], ['configuration'], told, told).get(only)).toBe('the only configuration');
  });

  it('say the mean and the standard deviation, and of how many', () => {
    const cell = { count: 2, mean: 0.5, deviation: 0.1, value: null };
    const group = { key: [], runIds: ['a', 'b', 'c'] as RunId[], cells: [cell] };
    expect(summaryOf(group, 0, 'validation.loss')).toEqual({
      text: '0.5 ± 0.1',
      help: 'Mean ± standard deviation. 2 runs have a value',
    });
    expect(summaryOf(group, 1, 'validation.loss').text).toBe('–');
  });
});

describe('groups as comma-separated values', () => {
  it('are a row each: what they share, how many runs, and means with their deviation', () => {
    const group = (dataset: string, mean: number, deviation: number | null, units: number | null) => ({
      key: [dataset],
      runIds: (deviation === null ? ['a'] : ['a', 'b']) as RunId[],
      cells: [
        { count: 2, mean, deviation, value: null },
        { count: 2, mean: null, deviation: null, value: units === null ? null : `${units} units, "wide"` },
      ],
    });
    const groups = [group('spirals', 1 / 3, 0.125, 4), group('moons', 0.5, null, null)];
    expect(csvOfGroups(groups, ['dataset'], ['validation.loss', 'note'], ['note', 'validation.loss'])).toBe(
      'dataset,runs,note,validation.loss,validation.loss.deviation\n' +
        'spirals,2,"4 units, ""wide""",0.3333333333333333,0.125\n' +
        'moons,1,,0.5,\n',
    );
  });
});

describe('the small curve of a run', () => {
  it('goes from edge to edge, and has a gap where a value was no number', () => {
    expect(sparkPath({ steps: [1, 2, 3], values: [1, 0, 0.5] }, 100, 20)).toBe(
      'M0.0 0.0L50.0 20.0L100.0 10.0',
    );
    expect(sparkPath({ steps: [1, 2, 3], values: [1, null, 0] }, 100, 20)).toBe(
      'M0.0 0.0h0.01M100.0 20.0h0.01',
    );
    expect(sparkPath({ steps: [1], values: [null] }, 100, 20)).toBe('');
  });
});
