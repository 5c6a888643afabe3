import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { smallNetwork, writeExperiment } from '../../support/experiments';
import { seriousViolations } from '../support/axe';
import { openInBrowser, root, screenshot, temporaryHome, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { showPage } from '../support/workbench';

let app: BrowserApp;
let page: Page;
const temporary = temporaryHome();

/** Moons so noisy that some are always answered wrong. */
const moons = {
  version: 1,
  name: 'noisy moons',
  network: smallNetwork(8),
  dataset: { kind: 'moons', examples: 300, noise: 0.5, seed: 1 },
  training: { epochs: 4, seed: 1, optimizer: { kind: 'adam', learningRate: 0.02 } },
};

beforeAll(async () => {
  const { home } = temporary;
  const file = writeExperiment(home, moons);
  execFileSync(process.execPath, [join(root, 'scripts', 'layerlab.mjs'), 'train', file, '--home', home]);
  app = await openInBrowser({ home, width: 1280, height: 720 });
  page = app.page;
}, patience.test(3));
afterAll(async () => {
  await app.close();
  temporary.remove();
});

describe('the page of predictions', { timeout: patience.test() }, () => {
  photographFailures(() => page);
  const cards = () => page.getByRole('list', { name: 'Examples' }).locator('> li');
  const lossesShown = async () =>
    (await cards().locator('.place').allTextContents()).map((text) =>
      Number(/loss ([\d.e−]+)/.exec(text)?.[1]),
    );

  it('shows a split’s examples, the worst loss first, beside what they came to', async () => {
    await showPage(page, 'Predictions');
    await cards().first().waitFor();
    const losses = await lossesShown();
    expect(losses.length).toBeGreaterThan(10);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    await page.getByText(/always the commonest class/).waitFor();
    expect(await page.getByRole('img', { name: 'ROC curve' }).count()).toBe(1);
    expect(await page.getByRole('img', { name: 'Reliability diagram' }).count()).toBe(1);
    await screenshot(page, 'predictions');
  });

  it('opens a cell of the confusion into its examples, by keyboard', async () => {
    const cell = page.getByRole('button', { name: /^Examples of upper moon taken for lower moon/ });
    const count = Number(await cell.textContent());
    await cell.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => cards().count()).toBe(count);
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Enter');
    await expect.poll(() => cards().count()).toBeGreaterThan(count);
  });

  it('moves the threshold, and the confusion with it', async () => {
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    await page.getByText(/it is never answered|of its examples are found/).waitFor();
    const recall = page
      .getByRole('region', { name: 'Figures by class' })
      .locator('tbody tr')
      .nth(1)
      .locator('td')
      .nth(2);
    await expect.poll(() => recall.textContent()).toBe('0.0 %');
    await page.getByRole('button', { name: 'reset' }).click();
    await expect.poll(() => recall.textContent()).not.toBe('0.0 %');
  });

  it('has nothing that axe-core finds, at either size, light and dark', async () => {
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        expect(await seriousViolations(page)).toEqual([]);
        await screenshot(page, `predictions-${width}-${colorScheme}`);
      }
    }
  });
});
