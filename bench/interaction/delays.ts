import type { Page } from 'playwright-core';

/** Browsers tell of interactions by event timing: from the event to the next painting, in steps of 8 ms, from 16 ms on. */
const shortestTold = 16;

/** One interaction: milliseconds until its picture, of which so many before and while the page's code handled it. */
interface Told {
  readonly delay: number;
  readonly waited: number;
  readonly handled: number;
  readonly what: string;
}

export interface Delays {
  readonly interactions: number;
  readonly median: number;
  readonly percentile95: number;
  readonly percentile99: number;
  readonly longest: number;
  /** The longest, with what was done to what and where the time went. */
  readonly slowest: readonly string[];
}

/** Has the page take down how long each interaction waits for its picture. */
export async function listenForDelays(page: Page): Promise<void> {
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

/** What the page has taken down of so many interactions: those it told nothing of were shorter than it tells. */
export async function delaysIn(page: Page, interactions: number): Promise<Delays> {
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
