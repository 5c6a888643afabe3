import type { Page } from 'playwright-core';
import { openInBrowser } from '../../test/e2e/support/harness';
import { showPage } from '../../test/e2e/support/workbench';

/** Milliseconds from a move of the pen to the picture with the answer to it. */
interface StrokeDelays {
  readonly moves: number;
  readonly median: number;
  readonly percentile99: number;
  readonly longest: number;
}

/** Draws with the pointer on Try it, the pen moving 60 times a second. */
export async function strokeDelays(home: string, run: string, strokes: number): Promise<StrokeDelays> {
  const app = await openInBrowser({ home });
  try {
    const { page } = app;
    await showPage(page, 'Models');
    await page.getByRole('button', { name: run }).first().click();
    await page.getByLabel('Draw here').waitFor();
    // The first answer waits for the model to be opened.
    await stroke(page, 0);
    await page.getByRole('region', { name: 'Answer' }).waitFor();
    await listen(page);
    for (let index = 1; index <= strokes; index++) await stroke(page, index);
    await page.waitForTimeout(500);
    return summary(await page.evaluate(() => (globalThis as unknown as { delays: number[] }).delays));
  } finally {
    await app.close();
  }
}

/**
 * Notes for each move the time until the page has painted the answer to a drawing with it: the question is seen on its way
 * out, and its answer on its way in.
 */
function listen(page: Page): Promise<void> {
  return page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(globalThis, { delays });
    let drawn: number[] = [];
    const asked = new Map<string, number[]>();
    // Heard before the page hears of it, which may ask at once.
    const move = (event: PointerEvent) => event.buttons > 0 && drawn.push(event.timeStamp);
    document.addEventListener('pointermove', move, { capture: true });
    const heardBy = new WeakSet<WebSocket>();
    const send = WebSocket.prototype.send;
    const hear = ({ data }: MessageEvent) => {
      if (typeof data !== 'string') return;
      const { i } = JSON.parse(data) as { i: string };
      const moves = asked.get(i) ?? [];
      asked.delete(i);
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const moved of moves) delays.push(performance.now() - moved);
        }),
      );
    };
    WebSocket.prototype.send = function (data) {
      if (!heardBy.has(this)) this.addEventListener('message', hear);
      heardBy.add(this);
      if (typeof data === 'string' && data.includes('/models/try')) {
        asked.set((JSON.parse(data) as { i: string }).i, drawn);
        drawn = [];
      }
      send.call(this, data);
    };
  });
}

async function stroke(page: Page, index: number): Promise<void> {
  const field = await page.getByLabel('Draw here').boundingBox();
  if (field === null) throw new Error('there is no field to draw in');
  const at = (share: number) => {
    const angle = 2 * Math.PI * share + index;
    const radius = field.width * (0.2 + 0.15 * share);
    return [
      field.x + field.width / 2 + radius * Math.cos(angle),
      field.y + field.height / 2 + radius * Math.sin(angle),
    ] as const;
  };
  await page
    .getByRole('button', { name: 'Clear' })
    .click()
    .catch(() => undefined);
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let move = 1; move <= 60; move++) {
    await page.mouse.move(...at(move / 60));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

function summary(delays: number[]): StrokeDelays {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { moves: sorted.length, median: at(0.5), percentile99: at(0.99), longest: at(1) };
}
