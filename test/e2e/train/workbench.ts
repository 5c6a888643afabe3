import type { Locator, Page } from 'playwright-core';
import { patience } from '../../patience';

/** The workbench as a person finds it: by the words on it. */
export function workbench(page: Page) {
  const training = page.getByRole('region', { name: 'Training' });
  const field = (name: string): Locator => page.getByLabel(name, { exact: true }).first();
  return {
    training,
    field,
    button: (name: string): Locator => training.getByRole('button', { name, exact: true }),
    /** The run's state in a word. */
    state: training.locator('.state'),
    runName: page.getByLabel('Name of the run'),
    async set(name: string, value: string): Promise<void> {
      await field(name).fill(value);
      await field(name).press('Enter');
    },
    async waitForState(state: string): Promise<void> {
      await training.locator('.state', { hasText: state }).waitFor({ timeout: patience.test() });
    },
    /** Trains to the end. */
    async train(): Promise<void> {
      const before = (await this.runName.count()) > 0 ? await this.runName.inputValue() : '';
      await training.getByRole('button', { name: 'Train', exact: true }).click();
      // A run that ended before still stands there until the new one has its name.
      while ((await this.runName.inputValue()) === before) await page.waitForTimeout(50);
      await this.waitForState('completed');
    },
  };
}

/** Number of different colors on a canvas: a drawn chart has many, an empty one has one. */
export function colorsOn(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d');
    if (!context || element.width === 0) return 0;
    const { data } = context.getImageData(0, 0, element.width, element.height);
    const colors = new Set<number>();
    for (let i = 0; i < data.length; i += 4)
      colors.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    return colors.size;
  });
}
