import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { keepForReadme, makesPictures } from './pictures';
import { screenshot } from './harness';
import {
  canvasPoint,
  connectByMouse,
  connections,
  dragFromPalette,
  latestValue,
  layerBox,
  pixelsOf,
  setLayerNumber,
  setTrainingNumber,
  showPage,
  startEmpty,
  training,
  waitForRun,
} from './workbench';

/** Where the journey is made: the same steps in a browser and on the desktop. */
export interface JourneyHost {
  readonly name: 'browser' | 'desktop';
  readonly page: Page;
  /** Does what asks for the exported file, and gives the path where it was put. */
  receiveExport(ask: () => Promise<void>): Promise<string>;
}

export interface Stage {
  readonly says: string;
  take(host: JourneyHost): Promise<void>;
}

const firstWidth = 12;
const secondWidth = 24;
/** The README shows a boundary that has been learned. */
const secondEpochs = makesPictures ? 600 : 100;
const onnxMagic = /ir_version|pytorch|layerlab/i;

async function shoot(host: JourneyHost, name: string): Promise<void> {
  await screenshot(host.page, `${host.name}-${name}`);
  if (host.name === 'browser') await keepForReadme(host.page, name);
}

const boundary = (page: Page) => page.getByRole('figure', { name: /^Decision boundary after step/ });

/** The step of the training that the boundary's picture was made after. */
async function boundaryStep(page: Page): Promise<number> {
  const label = await boundary(page).getAttribute('aria-label');
  return Number(/(\d+)$/.exec(label ?? '')?.[1]);
}

const train = (page: Page) => training(page).getByRole('button', { name: 'Train', exact: true }).click();

/** The main job from end to end, in the order in which a person does it. */
export const journey: readonly Stage[] = [
  {
    says: 'opens on an experiment that can be trained at once',
    async take(host) {
      const { page } = host;
      await expect.poll(() => training(page).getByRole('button', { name: 'Train' }).isEnabled()).toBe(true);
      await page.getByLabel('Results').locator('canvas').first().waitFor();
      await shoot(host, 'opening');
    },
  },
  {
    says: 'has a network dragged together from the palette',
    async take(host) {
      const { page } = host;
      await startEmpty(page);
      const name = page.getByLabel('Name of the experiment');
      await name.fill('spirals by hand');
      await name.press('Enter');
      const kinds = ['input', 'dense', 'relu', 'dense'];
      const ids: string[] = [];
      for (const [index, kind] of kinds.entries()) {
        ids.push(await dragFromPalette(page, kind, await canvasPoint(page, 0.5, 0.12 + 0.19 * index)));
      }
      for (const [index, id] of ids.slice(1).entries()) await connectByMouse(page, ids[index] ?? '', id);
      await setLayerNumber(page, ids[1] ?? '', 'Units', firstWidth);
      await setLayerNumber(page, ids[3] ?? '', 'Units', 2);
      await expect.poll(() => connections(page)).toEqual(['dense→relu', 'input→dense', 'relu→dense2'].sort());
    },
  },
  {
    says: 'is given the spirals',
    async take(host) {
      const { page } = host;
      const kind = page.getByLabel('Data set', { exact: true });
      await kind.selectOption('xor');
      await kind.selectOption('spirals');
      await page.getByLabel('Data', { exact: true }).getByText('Arms').waitFor();
      await expect.poll(() => layerBox(page, 'dense2').innerText()).toContain(`${firstWidth * 2 + 2}`);
      await expect.poll(() => training(page).getByRole('button', { name: 'Train' }).isEnabled()).toBe(true);
      await shoot(host, 'network');
    },
  },
  {
    says: 'trains, and the curves and the boundary move',
    async take(host) {
      const { page } = host;
      // For so long that it is stopped before its end, and not so long that machine code is made first.
      await setTrainingNumber(page, 'Epochs', 7000);
      const curve = page.getByLabel(/^Loss of training and validation/);
      await train(page);
      await waitForRun(page, 'running');
      await boundary(page).waitFor();
      await curve.locator('canvas').waitFor();
      await expect.poll(() => latestValue(page, 'validation', 1)).not.toBe('–');
      const first = {
        step: await boundaryStep(page),
        loss: await latestValue(page, 'training', 1),
        curve: await pixelsOf(curve),
        boundary: await pixelsOf(boundary(page)),
      };
      await expect.poll(() => boundaryStep(page)).toBeGreaterThan(first.step);
      await shoot(host, 'training');
      await expect.poll(() => latestValue(page, 'training', 1)).not.toBe(first.loss);
      await expect.poll(() => pixelsOf(curve)).not.toBe(first.curve);
      await expect.poll(() => pixelsOf(boundary(page))).not.toBe(first.boundary);
      await expect
        .poll(async () => Number.parseFloat(await latestValue(page, 'validation', 2)))
        .toBeGreaterThan(60);
      await training(page).getByRole('button', { name: 'Stop' }).click();
      await waitForRun(page, 'stopped');
    },
  },
  {
    says: 'trains a second run with another width to its end',
    async take(host) {
      const { page } = host;
      await setLayerNumber(page, 'dense', 'Units', secondWidth);
      await setTrainingNumber(page, 'Epochs', secondEpochs);
      await train(page);
      await waitForRun(page, 'completed');
      await page.getByText(new RegExp(`best epoch \\d+ of ${secondEpochs}, step`)).waitFor();
      await expect.poll(() => page.getByLabel('Results').locator('.n-spin').count()).toBe(0);
      await shoot(host, 'trained');
    },
  },
  {
    says: 'lists both runs',
    async take(host) {
      const { page } = host;
      await showPage(page, 'Runs');
      await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
      for (const box of await page.getByRole('checkbox', { name: /^Select (?!all)/ }).all())
        await box.check();
      await shoot(host, 'runs');
    },
  },
  {
    says: 'lays both runs side by side, with what differs',
    async take(host) {
      const { page } = host;
      await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
      const settings = page.getByRole('region', { name: 'Settings', exact: true }).last();
      await expect.poll(() => settings.locator('tbody').innerText()).toMatch(/units/);
      const units = await settings.locator('tbody tr').filter({ hasText: 'units' }).innerText();
      expect(units).toContain(String(firstWidth));
      expect(units).toContain(String(secondWidth));
      await page.getByRole('img', { name: 'Loss of the compared runs by step' }).locator('canvas').waitFor();
      await shoot(host, 'compare');
    },
  },
  {
    says: 'exports a run to ONNX, which answers as the trainer does',
    async take(host) {
      const { page } = host;
      await showPage(page, 'Runs');
      await page
        .locator('tbody tr')
        .first()
        .getByRole('button', { name: /^Export/ })
        .click();
      const path = await host.receiveExport(() =>
        page
          .getByRole('dialog')
          .getByRole('button', { name: /^Export/ })
          .click(),
      );
      const report = page.getByLabel('Parity report');
      await report.waitFor();
      await shoot(host, 'export');
      await expect.poll(() => report.innerText()).toMatch(/Verdict\s+passed/);
      expect(readFileSync(path).toString('latin1')).toMatch(onnxMagic);
    },
  },
];
