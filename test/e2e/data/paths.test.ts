import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserApp, openInBrowser, temporaryHome } from '../support/harness';
import { openFile } from '../support/workbench';
import { photographFailures } from '../support/pictures';

const table = (rows: number): string =>
  ['x,y,kind', ...Array.from({ length: rows }, (_, row) => `${row},${row % 7},${row % 2 ? 'a' : 'b'}`)].join(
    '\n',
  );
const template = templateCatalogue[0];
if (template === undefined) throw new Error('there is a template');
const experiment = JSON.stringify({
  ...experimentOf(template),
  name: 'beside its data',
  dataset: { kind: 'csv', path: 'data.csv' },
});

describe('an experiment in a browser whose data is named relative to its file', () => {
  let app: BrowserApp;
  const files = temporaryHome();
  const own = join(files.home, 'experiments');
  const foreign = join(files.home, 'elsewhere');
  beforeAll(async () => {
    for (const folder of [own, foreign]) mkdirSync(folder);
    writeFileSync(join(own, 'data.csv'), table(40));
    writeFileSync(join(own, 'own.layerlab.json'), experiment);
    writeFileSync(join(foreign, 'data.csv'), table(60));
    app = await openInBrowser({ workingFolder: foreign });
  });
  afterAll(async () => {
    await app.close();
    rmSync(files.home, { recursive: true });
  });
  photographFailures(() => app.page);

  const dataPane = () => app.page.getByRole('region', { name: 'Data', exact: true });
  const open = () => app.page.getByRole('button', { name: /^Open…/ }).click();

  it('is not read from the folder that the program was started in', async () => {
    await openFile(app.page, experiment);
    const problem = dataPane().getByRole('alert');
    await expect.poll(() => problem.innerText()).toContain('“data.csv” is meant from the folder');
    await expect.poll(() => problem.innerText()).toContain('Choose the data’s file again');
    expect(await dataPane().innerText()).not.toContain('60 examples');
  });

  it('is read from its own folder where it is opened by its path', async () => {
    await open();
    const dialog = app.page.getByRole('dialog', { name: 'Open an experiment' });
    const folder = dialog.getByLabel('Folder', { exact: true });
    await folder.fill(own);
    await folder.press('Enter');
    await dialog.getByRole('button', { name: 'own.layerlab.json' }).click();
    await expect.poll(() => dataPane().innerText()).toContain('40 examples');
  });
});
