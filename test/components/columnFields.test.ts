import { findDatasetDefinition } from '@shared/data/catalogue';
import { describe, expect, inject, it } from 'vitest';
import DatasetFields from '../../src-renderer/features/data/DatasetFields.vue';
import { mountInApp } from './page/mounting';

/** The fields of a table, and what they change. */
async function fieldsOf(path: string, more: Record<string, unknown> = {}) {
  const changes: (readonly [string, unknown])[] = [];
  const app = mountInApp(DatasetFields, {
    definition: findDatasetDefinition('csv'),
    draft: { kind: 'csv', path, ...more },
    problems: {},
    onChange: (name: string, value: unknown) => changes.push([name, value]),
  });
  const columns = () => app.findAll('details.columns li').map((item) => item.text());
  return { app, changes, columns };
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
      ['target', 'height'],
      ['ignore', ['color', 'height']],
      ['ignore', []],
    ]);
  });

  it('are not asked for where the file cannot be read', async () => {
    const { app } = await fieldsOf('/nowhere/at/all.csv');
    await new Promise(requestAnimationFrame);
    expect(app.find('details.columns').exists()).toBe(false);
  });
});
