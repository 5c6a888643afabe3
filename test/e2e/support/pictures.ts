import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach } from 'vitest';
import { root, screenshot } from './harness';

const folder = join(root, 'docs', 'pictures');

/** Whether pictures of the window are kept for the README: LAYERLAB_PICTURES=1 asks for it. */
export const makesPictures = process.env['LAYERLAB_PICTURES'] === '1';

/** Keeps a picture of the window for the README, small, where that is asked for. */
export async function keepForReadme(page: Page, name: string): Promise<void> {
  if (!makesPictures) return;
  mkdirSync(folder, { recursive: true });
  // The status bar tells the path of a workspace that is gone when the test ends.
  const picture = await page.screenshot({ style: '.status .workspace { visibility: hidden; }' });
  await sharp(picture)
    .png({ palette: true, colors: 128, compressionLevel: 9, effort: 10 })
    .toFile(join(folder, `${name}.png`));
}

/** Keeps a picture of the window after each test that failed. */
export function photographFailures(page: () => Page): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await screenshot(page(), `failed-${task.name.replace(/\W+/g, '-').slice(0, 60)}`).catch(() => undefined);
  });
}
