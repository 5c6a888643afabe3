import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openInBrowser } from '../../test/e2e/support/harness';
import { delaysIn, listenForDelays, type Delays } from './delays';
import { inspector, layerBox, setTrainingNumber, showPage, training } from '../../test/e2e/support/workbench';

/**
 * How long a click or a key waits for its picture, in Chromium, while nothing trains and while training takes all of the
 * machine.
 */
const { values: options } = parseArgs({
  options: {
    /** Rounds of interactions; each has a dozen. */
    rounds: { type: 'string', default: '25' },
    json: { type: 'boolean', default: false },
  },
});
/** What people do while they wait: look at layers, set numbers, change pages. @returns the number of interactions */
async function useTheApp(page: Page, rounds: number): Promise<number> {
  let interactions = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const id of ['hidden', 'relu', 'scores']) {
      await layerBox(page, id).click();
      interactions += 1;
    }
    const units = inspector(page).getByLabel('Units', { exact: true });
    await units.click();
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowUp', 'ArrowDown']) await units.press(key);
    await training(page).getByLabel('Seed', { exact: true }).click();
    for (const name of ['Runs', 'Workbench']) await showPage(page, name);
    interactions += 8;
  }
  return interactions;
}

async function measure(page: Page, rounds: number): Promise<Delays> {
  await listenForDelays(page);
  return delaysIn(page, await useTheApp(page, rounds));
}

async function openTwoLayerNet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Templates' }).click();
  await page
    .getByRole('radio', { name: /Two-layer/i })
    .first()
    .click();
  await page.getByRole('button', { name: 'Open this template' }).click();
  await layerBox(page, 'scores').waitFor();
  await page.getByLabel('Data set', { exact: true }).selectOption('renderedShapes');
  await setTrainingNumber(page, 'Epochs', 100_000);
}

const app = await openInBrowser();
try {
  const { page } = app;
  const rounds = Number(options.rounds);
  await openTwoLayerNet(page);
  const idle = await measure(page, rounds);
  await training(page).getByRole('button', { name: 'Train', exact: true }).click();
  await page.locator('.latest').waitFor({ timeout: 120_000 });
  const whileTraining = await measure(page, rounds);
  await training(page).getByRole('button', { name: 'Stop' }).click();
  if (options.json) process.stdout.write(`${JSON.stringify({ idle, whileTraining })}\n`);
  else {
    const columns = ['interactions', 'median', 'percentile95', 'percentile99', 'longest'];
    console.table({ idle, 'while training': whileTraining }, columns);
    console.log(['slowest while training:', ...whileTraining.slowest].join('\n  '));
  }
} finally {
  await app.close();
}
