import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerlab } from '../../engine/cli/support/layerlab';
import { patience } from '../../patience';
import { seriousViolations } from '../support/axe';
import { openInBrowser, root, screenshot, type BrowserApp } from '../support/harness';

describe('the table of runs', () => {
  let home: string;
  let app: BrowserApp;
  const main = () => app.page.getByRole('main', { name: 'Runs' });
  const rows = () => main().locator('tbody tr');
  const condition = () => main().getByLabel('Condition on runs');

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-table-'));
    const file = join(root, 'examples', 'spirals.layerlab.json');
    for (const units of [3, 8]) {
      const set = ['--set', `network.hidden1.units=${units}`, '--set', 'training.epochs=2'];
      expect((await layerlab('train', file, '--home', home, '--seeds', '1,2', ...set)).code).toBe(0);
    }
    app = await openInBrowser({ home });
    await app.page.evaluate(() => {
      window.location.hash = 'runs';
    });
    await rows().first().waitFor();
  }, patience.test(4));
  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('finds by a condition, completes its names by keyboard, and says where it is wrong', async () => {
    await condition().click();
    await condition().pressSequentially('hidden1.un');
    await main().getByRole('option', { name: 'network.hidden1.units' }).waitFor();
    await app.page.keyboard.press('Enter');
    await condition().pressSequentially('= 3');
    await expect.poll(() => rows().count()).toBe(2);
    await condition().fill('seed = 1 an state = completed');
    await condition().blur();
    await main().getByRole('alert').filter({ hasText: '“an” does not belong here' }).waitFor();
    expect(await main().getByRole('alert').locator('mark').innerText()).toBe('an');
    await condition().fill('seed = 1');
    await expect.poll(() => rows().count()).toBe(2);
    await condition().fill('');
    await expect.poll(() => rows().count()).toBe(4);
  });

  it('shows a value of the experiments in a column, sorts by it, and tags what is selected', async () => {
    await main().locator('summary', { hasText: 'Columns' }).click();
    await main().locator('details[open]').getByLabel('network.hidden1.units').check();
    await app.page.keyboard.press('Escape');
    await main().getByRole('button', { name: 'hidden1.units' }).click();
    await expect.poll(() => rows().first().getByRole('gridcell').allInnerTexts()).toContain('3');
    await main().getByLabel('Select all runs').check();
    await main().locator('summary', { hasText: 'Mark' }).click();
    await main().getByLabel('Tag', { exact: true }).fill('paper');
    await main().getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(() => rows().locator('.tag').count()).toBe(4);
    expect(await seriousViolations(app.page)).toEqual([]);
  });

  it('notes something of all that is selected, and names them all, by keyboard', async () => {
    const summary = main().locator('summary', { hasText: 'Mark' });
    for (const [field, text] of [
      ['Line behind each note', 'for the paper'],
      ['Name of all, with numbers', 'tried'],
    ] as const) {
      await summary.focus();
      await app.page.keyboard.press('Enter');
      await main().getByLabel(field).fill(text);
      await app.page.keyboard.press('Enter');
      await main().locator('details[open]').waitFor({ state: 'detached' });
    }
    await expect
      .poll(async () =>
        (
          await rows()
            .locator('input.editable')
            .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))
        ).sort(),
      )
      .toEqual(['tried', 'tried 2', 'tried 3', 'tried 4']);
    const { stdout } = await layerlab('runs', '--home', home, '--json');
    const notes = (JSON.parse(stdout) as { note: string }[]).map(({ note }) => note.split('\n').at(-1));
    expect(notes).toEqual(Array(4).fill('for the paper'));
  });

  it('is saved as CSV as it is shown, as the command line writes it', async () => {
    const downloaded = app.page.waitForEvent('download');
    await main().getByRole('button', { name: 'Save as CSV' }).click();
    const saved = readFileSync(await (await downloaded).path(), 'utf8');
    const [heading = ''] = saved.split('\n');
    expect(heading).toMatch(/^name,state,.*,network\.hidden1\.units$/);
    const options = ['--csv', '--columns', heading, '--sort', 'network.hidden1.units'];
    expect(saved).toBe((await layerlab('runs', '--home', home, ...options)).stdout);
  });

  it('groups by a value, opens a group, and comes back to a saved view', async () => {
    await main().locator('summary', { hasText: 'Group by' }).click();
    await main().locator('details[open]').getByLabel('network.hidden1.units').check();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(2);
    await expect.poll(() => rows().first().innerText()).toContain('±');
    await expect
      .poll(() => rows().first().getAttribute('aria-label'))
      .toMatch(/^hidden1\.units [38], 2 runs$/);
    await screenshot(app.page, 'runs-groups');
    expect(await seriousViolations(app.page)).toEqual([]);
    await main().locator('summary', { hasText: 'Views' }).click();
    await main().getByLabel('Name of this view').fill('by width');
    await app.page.keyboard.press('Enter');
    await rows().first().focus();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => rows().count()).toBe(4);
    await app.page.keyboard.press('ArrowLeft');
    await expect.poll(() => rows().count()).toBe(2);
    await main().locator('summary', { hasText: 'Group by' }).click();
    await main().locator('details[open]').getByLabel('network.hidden1.units').uncheck();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(4);
    await main().locator('summary', { hasText: 'Views' }).click();
    await main().getByRole('button', { name: 'by width', exact: true }).click();
    await expect.poll(() => rows().count()).toBe(2);
  });

  it('judges the configurations, and starts the seeds that a verdict lacks', async () => {
    const runs = await app.page.evaluate(() => window.location.hash);
    expect(runs).toContain('runs');
    await main().locator('summary', { hasText: 'Group by' }).click();
    await main().locator('details[open]').getByLabel('network.hidden1.units').uncheck();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => rows().locator('input[type=checkbox]').count()).toBe(4);
    await main().getByLabel('Select all runs').check();
    await main().getByRole('button', { name: 'Compare' }).click();
    const verdict = app.page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('Too few seeds to say').waitFor();
    expect(await seriousViolations(app.page)).toEqual([]);
    const more = verdict.getByRole('button', { name: /Run again with more seeds \(\d+ runs\)/ });
    // How many are lacking depends on the figures, which are another machine's own.
    const lacking = Number(/\((\d+) runs\)/.exec(await more.innerText())?.[1]);
    expect(lacking).toBeGreaterThan(0);
    await more.click();
    await expect
      .poll(() => app.page.getByRole('list', { name: 'Compared runs' }).locator('li').count())
      .toBe(4 + lacking);
    await screenshot(app.page, 'verdict');
  });
});
