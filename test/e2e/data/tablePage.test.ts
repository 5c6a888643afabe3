import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../support/axe';
import { type BrowserApp, openInBrowser, screenshot, temporaryHome } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { dropFile } from './dropping';
import { setLayerNumber, setTrainingNumber, showPage, training, waitForRun } from '../support/workbench';

/** Wines of three vineyards with decimal commas, a number for each row, and a value that is missing. */
const wines = [
  'row;acidity;sugar;bottled;vineyard',
  ...Array.from({ length: 90 }, (_, index) => {
    const vineyard = index % 3;
    const acidity = (3 + vineyard + ((index * 7) % 10) / 20).toFixed(2).replace('.', ',');
    const sugar =
      index === 41 ? 'n/a' : (10 - 2 * vineyard + ((index * 11) % 10) / 10).toFixed(1).replace('.', ',');
    return `${index + 1};${acidity};${sugar};0${1 + (index % 9)}/0${1 + (index % 7)}/2024;${['Nord', 'Süd', 'West'][vineyard] ?? ''}`;
  }),
].join('\r\n');

/** Pictures of one color, reddish ones and bluish ones. */
async function makeImages(folder: string): Promise<void> {
  for (const [name, hue] of [
    ['red', 0],
    ['blue', 2],
  ] as const) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let index = 0; index < 12; index++) {
      const [r = 0, g = 0, b = 0] = [0, 1, 2].map((channel) => (channel === hue ? 200 : 10 * index));
      const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: { r, g, b } } });
      await picture.png().toFile(join(folder, name, `${index}.png`));
    }
  }
}

describe('data that a person brings', () => {
  let app: BrowserApp;
  const files = temporaryHome();
  beforeAll(async () => {
    await makeImages(join(files.home, 'colors'));
    app = await openInBrowser({ colorScheme: 'light' });
    await app.page.locator('.vue-flow__node-layer').first().waitFor();
  });
  afterAll(async () => {
    await app.close();
    files.remove();
  });
  photographFailures(() => app.page);

  const dialog = () => app.page.getByRole('dialog', { name: 'wines.csv' });
  const control = (name: string) => dialog().getByRole('combobox', { name, exact: true });
  const chosen = (name: string) =>
    control(name).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);
  const finding = (text: string) => dialog().getByRole('listitem').filter({ hasText: text });
  const dataPane = () => app.page.getByRole('region', { name: 'Data', exact: true });
  const undo = () => app.page.keyboard.press('Control+z');

  it('is a table that is dropped: its page opens, with what was guessed', async () => {
    await dropFile(app.page, 'wines.csv', Buffer.from(wines, 'latin1'));
    await dialog().waitFor();
    await expect.poll(() => chosen('Delimiter')).toMatch(/semicolon .* guessed/);
    expect(await chosen('Decimal mark')).toMatch(/comma .* guessed/);
    expect(await chosen('Encoding')).toBe('Windows-1252 – guessed');
    expect(await chosen('Header lines')).toBe('1 line – guessed');
    expect(await control('Role of vineyard').inputValue()).toBe('target');
    expect(await chosen('Type of acidity')).toBe('number – guessed');
    expect(await chosen('Type of bottled')).toBe('date – guessed');
    expect(await seriousViolations(app.page)).toEqual([]);
    await screenshot(app.page, 'table-page-light');
  });

  it('shows what another way of reading makes of it, and the guess again', async () => {
    await control('Decimal mark').selectOption('.');
    await expect.poll(() => finding('Is another decimal or thousands mark meant').count()).toBe(2);
    await control('Decimal mark').selectOption('auto');
    await expect.poll(() => finding('Is another decimal or thousands mark meant').count()).toBe(0);
    await control('Delimiter').selectOption(',');
    await expect.poll(() => dialog().locator('tr.ragged').count()).toBeGreaterThan(0);
    await control('Delimiter').selectOption(';');
    await expect.poll(() => dialog().getByRole('columnheader').count()).toBe(6);
  });

  it('is given its target by keyboard alone', async () => {
    const role = control('Role of acidity');
    await role.focus();
    await app.page.keyboard.press('p');
    await expect.poll(() => role.inputValue()).toBe('target');
    await expect.poll(() => control('Role of vineyard').inputValue()).toBe('feature');
    await control('Role of vineyard').focus();
    await app.page.keyboard.press('p');
    await expect.poll(() => role.inputValue()).toBe('feature');
    await expect.poll(() => control('Role of vineyard').inputValue()).toBe('target');
  });

  it('is mended by the remedies of what is found, each of which undo takes back', async () => {
    await finding('1 value of column “sugar” is missing')
      .getByRole('button', { name: 'Fill in the median' })
      .click();
    await expect.poll(() => finding('“sugar” is missing').count()).toBe(0);
    await finding('“row” only counts').getByRole('button', { name: 'Leave “row” out' }).click();
    await expect.poll(() => control('Role of row').inputValue()).toBe('ignore');
    await expect.poll(() => finding('“row” only counts').count()).toBe(0);
    await app.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => dataPane().innerText()).toContain('90 examples, 3 classes');
    await undo();
    await undo();
    await expect.poll(() => dataPane().innerText()).toContain('1 value of column “sugar” is missing');
    await dataPane().getByRole('button', { name: 'Explore' }).click();
    await finding('“sugar” is missing').getByRole('button', { name: 'Take these rows out' }).click();
    await finding('“row” only counts').getByRole('button', { name: 'Leave “row” out' }).click();
    await control('Type of bottled').selectOption('date');
    await expect.poll(() => dialog().innerText()).toContain('training 71, validation 18');
  });

  it('is looked at in the dark as well', async () => {
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => app.page.locator('[data-theme="dark"]').count()).toBe(1);
    expect(await seriousViolations(app.page)).toEqual([]);
    await screenshot(app.page, 'table-page-dark');
    await app.page.emulateMedia({ colorScheme: 'light' });
    await app.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  it('is trained on', async () => {
    await setLayerNumber(app.page, 'scores', 'Units', 3);
    await setTrainingNumber(app.page, 'Epochs', 5);
    await training(app.page).getByRole('button', { name: 'Train', exact: true }).click();
    await waitForRun(app.page, 'completed');
    const confusion = app.page.getByRole('region', { name: 'Confusion of classes' });
    await expect.poll(() => confusion.innerText()).toMatch(/all 18 validation examples/);
    await confusion.getByRole('columnheader', { name: 'recall' }).waitFor();
    await screenshot(app.page, 'table-trained');
  });

  it('is trained on with each fold for validation', async () => {
    const folds = dataPane().getByLabel('Folds', { exact: true });
    await folds.fill('3');
    await folds.press('Enter');
    await training(app.page).getByRole('button', { name: 'Train all 3 folds' }).click();
    await showPage(app.page, 'Runs');
    for (const fold of [1, 2, 3]) {
      await app.page.getByRole('textbox', { name: `(fold ${fold} of 3)` }).waitFor();
    }
    await showPage(app.page, 'Workbench');
    await folds.fill('0');
    await folds.press('Enter');
    await expect.poll(() => folds.inputValue()).toBe('0');
  });

  it('is a series in time, once a person says so', async () => {
    const hours = Array.from(
      { length: 60 },
      (_, hour) =>
        `2024-05-0${1 + Math.floor(hour / 24)} ${String(hour % 24).padStart(2, '0')}:00,${(hour % 24) / 2}`,
    );
    await dropFile(app.page, 'hours.csv', Buffer.from(['time,level', ...hours].join('\n')));
    const page = app.page.getByRole('dialog', { name: 'hours.csv' });
    await page.getByRole('combobox', { name: 'Role of time', exact: true }).selectOption('time');
    await page.getByRole('switch', { name: 'Series in time' }).press('Space');
    const season = page.getByLabel('Season', { exact: true });
    await page.getByLabel('Steps', { exact: true }).fill('5');
    await page.getByLabel('Steps', { exact: true }).press('Enter');
    await season.fill('4');
    await season.press('Enter');
    await expect.poll(() => season.inputValue()).toBe('4');
    // 48 rows for training and 12 for validation: five of each border’s windows would reach over it.
    await expect.poll(() => page.innerText()).toContain('training 43, validation 7, test 0');
    expect(await seriousViolations(app.page)).toEqual([]);
    await screenshot(app.page, 'table-series');
    await app.page.keyboard.press('Escape');
    await page.waitFor({ state: 'hidden' });
    await expect.poll(() => dataPane().innerText()).toContain('50 examples, regression');
  });

  it('is a folder of images, chosen in a dialog', async () => {
    await app.page.getByLabel('Data set', { exact: true }).selectOption('imageFolder');
    await dataPane().getByRole('button', { name: 'Choose…' }).first().click();
    const browser = app.page.getByRole('dialog', { name: /^Choose/ });
    const folder = browser.getByLabel('Folder', { exact: true });
    await folder.fill(join(files.home, 'colors'));
    await folder.press('Enter');
    await browser.getByRole('button', { name: 'red/' }).waitFor();
    await browser.getByRole('button', { name: 'Choose this folder' }).click();
    await expect.poll(() => dataPane().innerText()).toContain('24 examples, 2 classes');
    await dataPane().getByRole('button', { name: 'Explore' }).click();
    await app.page.getByRole('dialog', { name: 'colors' }).waitFor();
    expect(await seriousViolations(app.page)).toEqual([]);
    await screenshot(app.page, 'image-folder');
    expect(app.pageErrors).toEqual([]);
  });
});
