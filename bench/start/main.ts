import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { spirals } from '@shared/experiment/templates/spirals';
import { openInBrowser, temporaryHome } from '../../test/e2e/support/harness';
import { openFile, training } from '../../test/e2e/support/workbench';
import { median } from '../median';

/**
 * How long the spirals' template takes from the click on Train to its first curve, and to the end of its 200 epochs, in
 * Chromium: in a new workspace and in one that has trained it before. Ways take turns, so that a busy moment of the
 * machine falls on all of them.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Another checkout of Layerlab, built, to be measured in turn with this one. */
    beside: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Milliseconds that anything is waited for, however busy the machine. */
const patience = 600_000;

/** Milliseconds after the click. */
interface Times {
  readonly curve: number;
  readonly end: number;
}

interface Way {
  readonly name: string;
  readonly compilation: 'auto' | 'xla';
  /** The checkout that is measured. */
  readonly root: string;
}

const here = process.cwd();
const ways: readonly Way[] = [
  { name: 'as it is', compilation: 'auto', root: here },
  { name: 'as machine code', compilation: 'xla', root: here },
  ...(options.beside === undefined
    ? []
    : [{ name: 'beside', compilation: 'auto', root: resolve(options.beside) } as const]),
];

/** Notes in the page itself when Train is clicked, when the curves are there and painted, and when the run has ended. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const told = { click: 0, curve: 0, end: 0 };
    Object.assign(globalThis, { startTimes: told });
    let cleared = document.querySelector('.latest') === null;
    const painted = (note: (at: number) => void) =>
      requestAnimationFrame(() => requestAnimationFrame(() => note(performance.now())));
    document.addEventListener('click', () => (told.click = performance.now()), { capture: true, once: true });
    const look = () => {
      if (told.click === 0) return;
      const hasCurve = document.querySelector('.latest') !== null;
      cleared ||= !hasCurve;
      if (!cleared || !hasCurve) return;
      if (told.curve === 0) painted((at) => (told.curve ||= at));
      const states = [...document.querySelectorAll('[role="status"]')].map((each) => each.textContent ?? '');
      if (told.end === 0 && states.some((text) => /completed/i.test(text)))
        painted((at) => (told.end ||= at));
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
}

async function trainOnce(page: Page): Promise<Times> {
  await watch(page);
  await training(page).getByRole('button', { name: 'Train', exact: true }).click();
  const told = await page.waitForFunction(
    () => {
      const { startTimes } = globalThis as unknown as { startTimes: Times & { readonly click: number } };
      return startTimes.curve > 0 && startTimes.end > 0 ? startTimes : null;
    },
    null,
    { timeout: patience },
  );
  const { click, curve, end } = (await told.jsonValue()) as Times & { readonly click: number };
  return { curve: curve - click, end: end - click };
}

async function openExperiment(page: Page, compilation: Way['compilation']): Promise<void> {
  const { experiment } = spirals;
  const content = {
    ...{ version: 1, name: 'spirals' },
    ...experiment,
    training: { ...experiment.training, compilation },
  };
  await openFile(page, content);
}

/** In a window of its own: the first run of a new workspace, and the first of a window where it has been trained before. */
async function measureWay({ compilation, root }: Way): Promise<{ cold: Times; warm: Times }> {
  const { home, remove } = temporaryHome();
  const once = async () => {
    const app = await openInBrowser({ home, program: join(root, 'out', 'main', 'web.mjs') });
    try {
      await openExperiment(app.page, compilation);
      // Whoever looks at the window for a moment has a trainer ready.
      await app.page.getByText(/TensorFlow \d/).waitFor({ timeout: patience });
      return await trainOnce(app.page);
    } finally {
      await app.close();
    }
  };
  try {
    return { cold: await once(), warm: await once() };
  } finally {
    remove();
  }
}

const measured = ways.map((way) => ({ way, times: [] as { cold: Times; warm: Times }[] }));
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const { way, times } of measured) times.push(await measureWay(way));
}
const rows = measured.map(({ way: { name }, times }) => ({
  name,
  coldCurve: Math.round(median(times.map(({ cold }) => cold.curve))),
  warmCurve: Math.round(median(times.map(({ warm }) => warm.curve))),
  coldEnd: Math.round(median(times.map(({ cold }) => cold.end))),
  warmEnd: Math.round(median(times.map(({ warm }) => warm.end))),
}));
if (options.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
else console.table(rows);
