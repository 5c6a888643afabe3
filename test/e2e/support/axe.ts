import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core calls serious or critical in what is shown, each with where. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Through the debugger's channel: the page's own policy lets no foreign script in.
  await page.evaluate(axeSource);
  // Half faded in, every text has too little contrast.
  await atRest(page);
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
    );
}

/**
 * Waits until nothing that is to be seen moves or fades any more that comes to an end by itself, and nothing is faint because
 * what takes its place is being read.
 */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    // What moves in a closed part of the page stands still there, and never ends.
    const isSeen = (effect: AnimationEffect | null) =>
      !(effect instanceof KeyframeEffect) || (effect.target?.checkVisibility() ?? false);
    const isEnding = ({ effect, playState }: Animation) =>
      playState === 'running' && effect?.getComputedTiming().iterations !== Infinity && isSeen(effect);
    const isBeingRead = () =>
      [...document.querySelectorAll('[aria-busy="true"]')].some((each) => each.checkVisibility());
    do {
      // What has just been changed begins to move with the next picture.
      await frame();
      await frame();
    } while (document.getAnimations().some(isEnding) || isBeingRead());
  });
}
