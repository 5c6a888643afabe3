import { csv } from '@shared/data/files/csv';
import type { ColumnRole } from '@shared/data/tables/columns';
import { describe, expect, inject, it } from 'vitest';
import { engine } from '../../../src-renderer/shared/engine/client';
import DatasetFields from '../../../src-renderer/features/data/DatasetFields.vue';
import { mountInApp } from '../page/mounting';

/** The fields of a table, and what they change. */
async function fieldsOf(path: string, more: Record<string, unknown> = {}) {
  const changes: (readonly [string, ColumnRole])[] = [];
  const table = csv.schema.parse({ kind: 'csv', path, ...more });
  const { columns } = await engine.datasets.look({ table });
  const app = mountInApp(DatasetFields, {
    definition: csv,
    draft: table,
    problems: {},
    columns,
    onRole: (column: string, role: ColumnRole) => changes.push([column, role]),
  });
  return { app, changes, columns: () => app.findAll('details.columns li').map((item) => item.text()) };
}

describe('the columns of a table', () => {
  it('are those of its file, the last one predicted', async () => {
    const { app, columns } = await fieldsOf(inject('flowersPath'));
    await expect.poll(columns).toEqual(['height', 'color']);
    const target = app.get<HTMLSelectElement>('[aria-label="Predict"]');
    expect(target.element.value).toBe('kind');
    expect(target.findAll('option').map((option) => option.text())).toEqual([
      'height – number',
      'color – 3 categories',
      'kind – 3 categories',
    ]);
  });

  it('can be predicted or left out, each by its name', async () => {
    const { app, columns, changes } = await fieldsOf(inject('flowersPath'), { ignore: ['color'] });
    await expect.poll(columns).toEqual(['height', 'color']);
    expect(app.get('details.columns summary').text()).toContain('1 of 2 columns');
    await app.get('[aria-label="Predict"]').setValue('height');
    const [height, color] = app.findAll<HTMLInputElement>('details.columns input');
    expect(color?.element.checked).toBe(true);
    await height?.setValue(true);
    await color?.setValue(false);
    expect(changes).toEqual([
      ['height', 'target'],
      ['height', 'ignore'],
      ['color', 'feature'],
    ]);
  });

  it('are not asked for where the file cannot be read', () => {
    const draft = { kind: 'csv', path: '/nowhere/at/all.csv' };
    const app = mountInApp(DatasetFields, { definition: csv, draft, problems: {}, columns: [] });
    expect(app.find('details.columns').exists()).toBe(false);
  });
});
