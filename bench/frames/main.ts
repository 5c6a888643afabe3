import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openInBrowser } from '../../test/e2e/support/harness';
import { layerBox, setTrainingNumber, training } from '../../test/e2e/support/workbench';
import { delaysIn, listenForDelays, type Delays } from '../interaction/delays';
import { countFrames, framesCounted, moveThrough, type Frames, type Watched } from './frames';

/**
 * How fluently learning is seen, in Chromium, on the spirals: pictures a second of the units' maps of a layer while it
 * trains, with the delay of keys pressed meanwhile; and pictures a second of the plane and the maps while the slider
 * moves through a run of 200 epochs that has ended, the first time, when each moment is drawn, and again.
 */
const { values: options } = parseArgs({
  options: {
    /** Seconds that are looked at while it trains. */
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});

const patience = 60_000;
const layer = 'relu1';
const unitMap: Watched = {
  canvas: 'section[aria-label="Unit maps"] canvas.large',
  caption: 'section[aria-label="Unit maps"] h4',
};
const plane: Watched = {
  canvas: 'section[aria-label="Results"] figure.boundary canvas',
  caption: 'section[aria-label="Results"] figure.boundary',
};
const slider = 'label.moment input[type="range"]';

interface WhileTraining extends Frames {
  readonly delays: Delays;
}

async function train(page: Page, epochs: number): Promise<void> {
  await setTrainingNumber(page, 'Epochs', epochs);
  await training(page).getByRole('button', { name: 'Train', exact: true }).click();
  await page.locator('.latest').waitFor({ timeout: patience });
}

/** Looks at a layer's units while the net learns, with a key or a click ten times a second. */
async function whileTraining(page: Page, seconds: number): Promise<WhileTraining> {
  await train(page, 100_000);
  await layerBox(page, layer).click();
  await page.locator(unitMap.canvas).waitFor({ timeout: patience });
  await listenForDelays(page);
  await countFrames(page, [unitMap]);
  const interactions = 10 * seconds;
  for (let each = 0; each < interactions; each += 1) {
    await page.keyboard.press('Shift');
    await page.waitForTimeout(100);
  }
  const frames = await framesCounted(page);
  const delays = await delaysIn(page, interactions);
  await training(page).getByRole('button', { name: 'Stop' }).click();
  await training(page).getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: patience });
  return { ...frames, delays };
}

/** Goes to the moment before, and waits until it is shown. */
async function goBack(page: Page): Promise<void> {
  await page.locator(slider).press('ArrowLeft');
  const moment = /step ([\d,]*\d)/.exec(await page.locator('label.moment').innerText())?.[1] ?? '';
  await page.waitForFunction(
    ([caption, step]) => document.querySelector(caption)?.textContent?.endsWith(step),
    [unitMap.caption, ` ${moment}`] as const,
    { timeout: patience },
  );
}

/**
 * Moves through the kept moments: the first time of moments that nobody has looked at yet. Before, two are looked at, for
 * which a process begins that answers about them: the first may have been on the screen when the training ended.
 */
async function throughTheRun(page: Page): Promise<Record<'first' | 'again', Frames>> {
  await train(page, 200);
  await page
    .getByRole('status')
    .filter({ hasText: /completed/i })
    .first()
    .waitFor({ timeout: patience });
  await goBack(page);
  await goBack(page);
  const once = async () => {
    await countFrames(page, [plane, unitMap]);
    await moveThrough(page, slider, 1000 / 45);
    return framesCounted(page);
  };
  return { first: await once(), again: await once() };
}

const app = await openInBrowser();
try {
  const learning = await whileTraining(app.page, Number(options.seconds));
  const passes = await throughTheRun(app.page);
  if (options.json) process.stdout.write(`${JSON.stringify({ learning, ...passes })}\n`);
  else {
    const { delays, ...frames } = learning;
    console.table({
      'units while training': frames,
      'slider, first time': passes.first,
      again: passes.again,
    });
    console.log(
      `keys while training: median ${delays.median} ms, 99 % within ${delays.percentile99} ms\n  ${delays.slowest.join('\n  ')}`,
    );
  }
} finally {
  await app.close();
}
