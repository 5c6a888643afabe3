import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

type CsvInput = Extract<DatasetSpecInput, { kind: 'csv' }>;
type Columns = NonNullable<CsvInput['columns']>;

const day = (row: number) => `2024-01-${String(row + 1).padStart(2, '0')}`;
const splitOf = (row: number) => (row < 20 ? 'training' : row < 25 ? 'validation' : 'test');
const table = [
  'when,place,part,a,y',
  ...Array.from({ length: 30 }, (_, row) => `${day(row)},${row % 6},${splitOf(row)},${row % 7},${row / 4}`),
];

const cases: readonly { readonly name: string; readonly columns: Columns; readonly more?: object }[] = [
  { name: 'dates as a feature', columns: { part: { role: 'ignore' } } },
  { name: 'dates as the time', columns: { when: { role: 'time' } } },
  {
    name: 'dates as the time of windows',
    columns: { when: { role: 'time' }, part: { role: 'ignore' } },
    more: { windows: { steps: 3 } },
  },
  { name: 'dates as the group', columns: { when: { role: 'group' } } },
  { name: 'dates left out', columns: { when: { role: 'ignore' } } },
  { name: 'numbers as the group', columns: { place: { role: 'group' } } },
  { name: 'a column that names the split', columns: { part: { role: 'split' } } },
];

describe('a table that was resolved is prepared to the same data set again', () => {
  it.each(cases)('$name', async ({ name, columns, more }) => {
    const path = await workspace.write(`${name.replaceAll(' ', '-')}.csv`, `${table.join('\n')}\n`);
    const input = { kind: 'csv', path, columns, target: 'y', validationFraction: 0.3, ...more } as const;
    const { dataset, spec } = await workspace.prepare(input);
    const again = await workspace.prepare(spec);
    expect(again.dataset.hash).toBe(dataset.hash);
    expect(again.spec).toEqual(spec);
  });
});
