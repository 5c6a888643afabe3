import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerlab } from '../../engine/cli/support/layerlab';
import { patience } from '../../patience';
import { smallNetwork, writeExperiment } from '../../support/experiments';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { lookInBothSchemes } from '../support/schemes';

/** 388 of 400 rows are of one class, and nothing in them says which. */
const rows = Array.from(
  { length: 400 },
  (_, row) => `${(row * 7919) % 397},${row % 33 === 0 ? 'rare' : 'common'}`,
);

const experiments = {
  lopsided: {
    version: 1,
    name: 'lopsided',
    network: smallNetwork(8, 2),
    dataset: { kind: 'csv', path: 'lopsided.csv', target: 'kind', testFraction: 0.2 },
    training: { loss: 'softmaxCrossEntropy', optimizer: { kind: 'adam', learningRate: 0.003 }, epochs: 60 },
  },
  curve: {
    version: 1,
    name: 'a curve',
    network: smallNetwork(8, 1),
    dataset: { kind: 'function1d', testFraction: 0.2 },
    training: { loss: 'meanSquaredError', optimizer: { kind: 'adam', learningRate: 0.02 }, epochs: 60 },
  },
};

describe('what a run scores', { timeout: patience.test() }, () => {
  let app: BrowserApp;
  let home: string;
  const page = () => app.page;
  const shown = (name: string) => page().getByRole('main', { name });
  async function show(column: string): Promise<void> {
    await shown('Runs').locator('summary', { hasText: 'Columns' }).click();
    await shown('Runs').locator('details[open]').getByLabel(column, { exact: true }).check();
    await page().keyboard.press('Escape');
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-metrics-'));
    writeFileSync(join(home, 'lopsided.csv'), ['x,kind', ...rows].join('\n'));
    for (const [name, experiment] of Object.entries(experiments)) {
      const file = writeExperiment(home, experiment, name);
      const { code, stderr } = await layerlab('train', file, '--home', home, '--json');
      expect(code, stderr).toBe(0);
    }
    app = await openInBrowser({ home });
    await page().evaluate(() => (window.location.hash = 'runs'));
    await shown('Runs').locator('tbody tr').first().waitFor();
  }, patience.test());
  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is pale in the table of runs where always answering the commonest class scores it too', async () => {
    const cell = shown('Runs')
      .locator('tr', { has: page().getByLabel('Name of lopsided') })
      .locator('td.figure')
      .nth(1);
    await expect
      .poll(() => cell.getAttribute('title'))
      .toMatch(/^No better than always the commonest class: 9\d\.\d %$/);
    await lookInBothSchemes(page(), 'metrics-runs');
  });

  it('is another metric in the table of runs where one is chosen, and runs are sorted by it', async () => {
    await show('validation.r2');
    await shown('Runs')
      .getByRole('button', { name: /^Val\. R²/ })
      .click();
    const names = shown('Runs').locator('tbody input.editable');
    await expect.poll(() => names.first().inputValue()).toBe('a curve');
    expect(await shown('Runs').locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await show('validation.balancedAccuracy');
    await shown('Runs')
      .getByRole('button', { name: /^Val\. balanced accuracy/ })
      .waitFor();
  });

  it('stands whole in a run’s details, above what a constant answer scores', async () => {
    const line = shown('Runs').locator('tr', { has: page().getByLabel('Name of lopsided') });
    await line.focus();
    await page().keyboard.press('Enter');
    const details = page().getByRole('dialog', { name: 'Details of the run' });
    await details.getByText('Balanced accuracy').waitFor();
    const figures = await details.getByRole('region', { name: 'Metrics' }).innerText();
    expect(figures).toMatch(
      /Balanced accuracy\s+–\s+50\.0 %\s+50\.0 %\s+50\.0 %\s+always the commonest class\s+–\s+50\.0 %/,
    );
    expect(figures).not.toMatch(/R²/);
    await lookInBothSchemes(page(), 'metrics-details');
    await page().keyboard.press('Escape');
  });

  it('is drawn with the level of a constant answer, and chosen among the metrics of the run', async () => {
    for (const [name, metric, answer] of [
      ['lopsided', 'accuracy', 'always the commonest class'],
      ['a curve', 'r2', 'always the mean'],
    ] as const) {
      await page().evaluate(() => (window.location.hash = 'runs'));
      await shown('Runs')
        .getByRole('button', { name: `Open ${name} in the workbench` })
        .click();
      const results = page().getByRole('region', { name: 'Results' });
      await results.getByRole('row', { name: new RegExp(answer) }).waitFor();
      expect(await results.getByLabel('Second chart').inputValue()).toBe(metric);
      await screenshot(page(), `metrics-results-${metric}`);
    }
    const choice = page().getByRole('region', { name: 'Results' }).getByLabel('Second chart');
    const offered = await choice.locator('option').allInnerTexts();
    expect(offered).toEqual([
      'R²',
      'Mean absolute error',
      'Gradient norm',
      'Learning rate',
      'No second chart',
    ]);
    await choice.selectOption('none');
    await page()
      .getByRole('img', { name: /^R² by step/ })
      .waitFor({ state: 'detached' });
    // While its data set is read, the classes of the one before stand there, faded.
    await expect.poll(() => page().getByTitle('class 1').count()).toBe(0);
    await lookInBothSchemes(page(), 'metrics-results-one-chart');
    await choice.selectOption('meanAbsoluteError');
    await page()
      .getByRole('img', { name: /^Mean absolute error by step/ })
      .waitFor();
  });

  it('is compared metric by metric, baselines among the rows', async () => {
    await page().evaluate(() => (window.location.hash = 'runs'));
    for (const name of ['lopsided', 'a curve']) await shown('Runs').getByLabel(`Select ${name}`).check();
    await shown('Runs').getByRole('button', { name: 'Compare', exact: true }).click();
    const compare = shown('Compare');
    const table = compare.getByRole('region', { name: 'Metrics by run' });
    await table.getByRole('row', { name: /Baseline accuracy/ }).waitFor();
    const titles = await table.locator('th[scope="row"]').allInnerTexts();
    expect(titles).toEqual(
      expect.arrayContaining(['Validation macro F1 of the best weights', 'Test R²', 'Baseline R²']),
    );
    expect(new Set(titles).size).toBe(titles.length);
    await compare.getByLabel('Second chart').selectOption('r2');
    await compare.getByRole('img', { name: 'R² of the compared runs by step' }).waitFor();
    await lookInBothSchemes(page(), 'metrics-compare');
    expect(app.pageErrors).toEqual([]);
  });
});
