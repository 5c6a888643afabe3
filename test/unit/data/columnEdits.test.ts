import { csv } from '@shared/data/files/csv';
import { describe, expect, it } from 'vitest';
import type { TableLookColumn } from '@shared/data/tables/look';
import { firstReplacement } from '../../../src-renderer/features/data/table/columns/columnWords';
import { withColumn, withRole } from '../../../src-renderer/features/data/table/columns/columnEdits';

const table = (more: object = {}) => csv.schema.parse({ kind: 'csv', path: '/t.csv', ...more });

describe('the role of a column', () => {
  it('stands in one place, whichever held it before', () => {
    const said = table({
      target: 'a',
      ignore: ['b', 'c'],
      columns: { d: { role: 'group', type: 'category' } },
    });
    expect(withRole(said, 'b', 'target')).toEqual(
      table({ target: 'b', ignore: ['c'], columns: said.columns }),
    );
    expect(withRole(said, 'a', 'ignore')).toEqual(table({ ignore: ['b', 'c', 'a'], columns: said.columns }));
    expect(withRole(said, 'd', 'feature').columns).toEqual({ d: { role: 'feature', type: 'category' } });
  });

  it('is taken from the column that had it, where one alone can have it', () => {
    const said = table({ columns: { a: { role: 'target' }, b: { role: 'time', type: 'date' } } });
    expect(withRole(said, 'c', 'target')).toEqual(table({ target: 'c', columns: { b: said.columns['b'] } }));
    expect(withRole(said, 'c', 'time').columns).toEqual({
      a: { role: 'target' },
      b: { type: 'date' },
      c: { role: 'time' },
    });
  });

  it('leaves alone what else is said of the columns, unless that means nothing any more', () => {
    const said = table({ columns: { a: { role: 'ignore' }, b: { role: 'ignore', missing: 'median' } } });
    expect(withRole(said, 'b', 'ignore').columns).toEqual({
      a: { role: 'ignore' },
      b: { missing: 'median' },
    });
    expect(withColumn(said, 'b', { missing: 'mean' }).columns['b']).toEqual({
      role: 'ignore',
      missing: 'mean',
    });
    const ranked = table({
      columns: { a: { type: 'ordinal', order: ['x', 'y'], missing: 'value', value: 1 } },
    });
    expect(withColumn(ranked, 'a', { type: 'category' }).columns['a']).toEqual({
      type: 'category',
      missing: 'value',
      value: 1,
    });
    expect(withColumn(ranked, 'a', { missing: 'mean' }).columns['a']).not.toHaveProperty('value');
    expect(withColumn(said, 'a', { role: undefined } as object).columns).toEqual({ b: said.columns['b'] });
  });
});

describe('what stands for missing values at first', () => {
  const column = (type: TableLookColumn['type'], words: readonly string[] = []): TableLookColumn => ({
    name: 'x',
    role: 'feature',
    type,
    missing: 1,
    distinct: words.length,
    distribution: { kind: 'words', words: words.map((word) => ({ word, count: 1 })) },
  });

  it('is a value that the column could hold', () => {
    expect(firstReplacement(column('number'), undefined)).toBe(0);
    expect(firstReplacement(column('category', ['a']), undefined)).toBe('missing');
    expect(firstReplacement(column('ordinal', ['low']), { type: 'ordinal', order: ['low', 'high'] })).toBe(
      'low',
    );
    expect(firstReplacement(column('date', ['31.12.2024', '1.1.2025']), undefined)).toBe('31.12.2024');
  });
});
