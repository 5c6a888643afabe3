import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { atRest, seriousViolations } from './axe';
import { screenshot } from './harness';

const schemes = ['dark', 'light'] as const;

/**
 * Looks at what is shown in both color schemes, as a person has it who changes that of the system: a picture of each by the
 * name, and nothing that axe-core calls serious. The page is in light colors afterwards.
 */
export async function lookInBothSchemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await atRest(page);
    await screenshot(page, `${name}-${colorScheme}`);
    expect([colorScheme, await seriousViolations(page)]).toEqual([colorScheme, []]);
  }
}
