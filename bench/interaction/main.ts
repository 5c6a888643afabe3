import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openInBrowser } from '../../test/e2e/support/harness';
import { inspector, layerBox, setTrainingNumber, showPage, training } from '../../test/e2e/support/workbench';

/**
 * How long a click or a key waits for its picture, in Chromium, while nothing trains and while training takes all of the
 * machine. Browsers tell it by event timing: from the event to the next painting, in steps of 8 ms, from 16 ms on.
 */
const { values: options } = parseArgs({
  options: {
    /** Rounds of interactions; each has a dozen. */
    rounds: { type: 'string', default: '25' },
    json: { type: 'boolean', default: false },
  },
});
const shortestTold = 16;

/** One interaction: milliseconds until its picture, of which so many before and while the page's code handled it. */
interface Told {
  readonly delay: number;
  readonly waited: number;
  readonly handled: number;
  readonly what: string;
}

interface Delays {
  readonly interactions: number;
  readonly median: number;
  readonly percentile95: number;
  readonly percentile99: number;
  readonly longest: number;
  /** The longest, with what was done to what and where the time went. */
  readonly slowest: readonly string[];
}

async function listen(page: Page): Promise<void> {
  await page.evaluate((threshold) => {
    const delays = new Map<number, Told>();
    Object.assign(globalThis, { interactionDelays: delays });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId?: number })[]) {
        const id = entry.interactionId ?? 0;
        if (id === 0 || entry.duration <= (delays.get(id)?.delay ?? 0)) continue;
        const element = entry.target instanceof Element ? entry.target : null;
        const where = element?.getAttribute('aria-label') ?? element?.textContent?.trim().slice(0, 30) ?? '';
        const waited = Math.round(entry.processingStart - entry.startTime);
        const handled = Math.round(entry.processingEnd - entry.processingStart);
        delays.set(id, { delay: entry.duration, waited, handled, what: `${entry.name} ${where}` });
      }
    }).observe({ type: 'event', durationThreshold: threshold } as PerformanceObserverInit);
  }, shortestTold);
}

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
  await listen(page);
  const interactions = await useTheApp(page, rounds);
  await page.waitForTimeout(500);
  const told = await page.evaluate(() => [
    ...(globalThis as unknown as { interactionDelays: Map<number, Told> }).interactionDelays.values(),
  ]);
  const unheard = Array.from({ length: Math.max(0, interactions - told.length) }, () => shortestTold);
  const delays = [...told.map(({ delay }) => delay), ...unheard].sort((a, b) => a - b);
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? NaN;
  return {
    interactions,
    median: at(0.5),
    percentile95: at(0.95),
    percentile99: at(0.99),
    longest: at(1),
    slowest: told
      .sort((a, b) => b.delay - a.delay)
      .slice(0, 8)
      .map(
        ({ delay, waited, handled, what }) => `${delay} ms (waited ${waited}, handled ${handled}): ${what}`,
      ),
  };
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
