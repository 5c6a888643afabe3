import type { RunId } from '@shared/ids';
import type { Page } from 'playwright-core';
import { openInBrowser } from '../../test/e2e/support/harness';

/** Milliseconds from what a person does until its answer is painted. */
export interface Painted {
  readonly first: number;
  readonly usual: number;
}

interface Asked {
  /** In the page: does it, as a person would. */
  readonly act: string;
  /** In the page: whether the answer stands there. */
  readonly isThere: string;
  /** In the page: takes it back. */
  readonly undo: string;
}

/** Readers of the table, in the page. */
const rows = `[...document.querySelectorAll('main[aria-label="Runs"] tbody tr')]`;
const areRead = `${rows}.length > 5 && !${rows}.some((row) => row.getAttribute('aria-label') === 'Run, being read')`;
const count = `(document.querySelector('main[aria-label="Runs"] .count')?.textContent ?? '')`;
const head = (title: string) =>
  `[...document.querySelectorAll('main[aria-label="Runs"] thead th')].find((th) => th.textContent.includes('${title}'))`;
const type = (text: string) =>
  `{ const input = document.querySelector('main[aria-label="Runs"] .condition input'); input.value = ${JSON.stringify(text)}; input.dispatchEvent(new Event('input', { bubbles: true })); }`;
const checkbox = (menu: string, name: string) =>
  `[...document.querySelectorAll('main[aria-label="Runs"] details')].find((each) => each.querySelector('summary').textContent.includes('${menu}')).querySelectorAll('li label').values().find((label) => label.textContent.trim() === '${name}').querySelector('input').click()`;
const go = (hash: string) => `location.hash = ${JSON.stringify(hash)}`;

/** What the table shows when it has answered. */
export interface Expected {
  /** The run with the long curve. */
  readonly long: RunId;
  /** The name of the run with the best accuracy. */
  readonly best: string;
  /** Runs that are left by {@link condition}. */
  readonly found: number;
}

/** That the table is filtered by. */
export const condition = 'learningRate = 0.01 and best.validationAccuracy > 0.9';

function questions({ long, best, found }: Expected): Readonly<Record<string, Asked>> {
  const isGrouped = `${rows}.length > 0 && ${rows}.every((row) => row.classList.contains('group'))`;
  return {
    open: { act: go('runs'), isThere: areRead, undo: go('workbench') },
    sort: {
      act: `${head('accuracy')}.querySelector('button').click()`,
      isThere: `${rows}[0]?.getAttribute('aria-label')?.startsWith('Run ${best},')`,
      undo: `while (${head('accuracy')}.ariaSort !== null) { ${head('accuracy')}.querySelector('button').click(); await new Promise((next) => setTimeout(next, 1000)); }`,
    },
    filter: {
      act: type(condition),
      isThere: `${count} === '${found.toLocaleString('en')} found' && ${areRead}`,
      undo: type(''),
    },
    group: {
      act: checkbox('Group by', 'training.optimizer.learningRate'),
      isThere: isGrouped,
      undo: checkbox('Group by', 'training.optimizer.learningRate'),
    },
    curve: {
      act: go(`compare?runs=${long}`),
      isThere: `hasColor(document.querySelector('main[aria-label="Compare"] .curve-chart canvas'))`,
      undo: go('runs'),
    },
  };
}

/** Puts into the page what measures there: from the act to the picture after its answer. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = async () => {
      await frame();
      // A message comes after the picture that the frame was for.
      const { port1, port2 } = new MessageChannel();
      await new Promise((done) => {
        port1.onmessage = done;
        port2.postMessage(null);
      });
    };
    Object.assign(globalThis, {
      frame,
      painted,
      /** Whether something in color, a curve, is drawn on a canvas. */
      hasColor(canvas: HTMLCanvasElement | null): boolean {
        const context = canvas?.getContext('2d');
        if (!canvas || !context || canvas.width === 0) return false;
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 16) {
          const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(i, i + 4);
          if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) return true;
        }
        return false;
      },
    });
  });
}

function once(page: Page, { act, isThere }: Asked): Promise<number> {
  return page.evaluate(
    `(async () => {
      const from = performance.now();
      ${act};
      while (!(${isThere})) await frame();
      await painted();
      return performance.now() - from;
    })()`,
  );
}

async function takeBack(page: Page, { undo }: Asked): Promise<void> {
  await page.evaluate(`(async () => { ${undo}; })()`);
  // Until all that follows from it is over: only a quiet page is measured.
  await page.waitForTimeout(1500);
}

/** How long the window takes for what the engine was asked, engine and painting together. */
export async function paint(
  home: string,
  expected: Expected,
  repeats: number,
): Promise<Readonly<Record<string, Painted>>> {
  const app = await openInBrowser({ home });
  try {
    const { page } = app;
    await prepare(page);
    await page.waitForTimeout(5000);
    const asked = questions(expected);
    const times: Record<string, Painted> = {};
    for (const [name, question] of Object.entries(asked)) {
      const taken: number[] = [];
      for (let repeat = 0; repeat <= repeats; repeat++) {
        taken.push(await once(page, question));
        const isLast = name === 'open' && repeat === repeats;
        if (!isLast) await takeBack(page, question);
      }
      const [first = NaN, ...rest] = taken;
      times[name] = { first, usual: rest.sort((a, b) => a - b)[rest.length >> 1] ?? first };
    }
    return times;
  } finally {
    await app.close();
  }
}
