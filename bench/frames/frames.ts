import type { Page } from 'playwright-core';

/** Pictures that were seen within a time. */
export interface Frames {
  readonly pictures: number;
  readonly perSecond: number;
}

/** Has the page look at canvases at each painting, and count when they show something else than before. */
export async function countFrames(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted) => {
    const counted = { pictures: 0, since: performance.now(), last: NaN, goesOn: true };
    Object.assign(globalThis, { countedFrames: counted });
    const sumOf = (canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Uint32Array(pixels?.buffer ?? []).reduce(
        (sum, pixel, place) => (sum + pixel * (place + 1)) % 2 ** 40,
        0,
      );
    };
    const look = () => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>(wanted)];
      const shown = canvases.reduce((sum, canvas) => sum + sumOf(canvas), 0);
      if (shown !== counted.last) counted.pictures += 1;
      counted.last = shown;
      if (counted.goesOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, selector);
}

/** Ends the counting. */
export async function framesCounted(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const { countedFrames: counted } = globalThis as unknown as {
      countedFrames: { pictures: number; since: number; goesOn: boolean };
    };
    counted.goesOn = false;
    const seconds = (performance.now() - counted.since) / 1000;
    return { pictures: counted.pictures, perSecond: counted.pictures / seconds };
  });
}

/** Moves a slider through all of its places, one at each painting or later. @param period milliseconds between two places */
export async function moveThrough(page: Page, selector: string, period: number): Promise<void> {
  await page.evaluate(
    ({ wanted, every }) =>
      new Promise<void>((done) => {
        const slider = document.querySelector<HTMLInputElement>(wanted);
        if (slider === null) throw new Error('there is no slider');
        const last = Number(slider.max);
        const from = performance.now();
        const move = () => {
          const place = Math.min(last, Math.floor((performance.now() - from) / every));
          slider.value = String(place);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
          if (place < last) requestAnimationFrame(move);
          else requestAnimationFrame(() => done());
        };
        requestAnimationFrame(move);
      }),
    { wanted: selector, every: period },
  );
}
