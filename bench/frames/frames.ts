import type { Page } from 'playwright-core';

/** Pictures that were seen within a time. */
export interface Frames {
  readonly pictures: number;
  readonly perSecond: number;
}

/**
 * Has the page look at canvases at each painting, and count when one shows something else than before. Of several the one
 * counts that changed least often: they may be painted one after another.
 */
export async function countFrames(page: Page, selectors: readonly string[]): Promise<void> {
  await page.evaluate((wanted) => {
    const each = wanted.map((selector) => ({ selector, pictures: 0, last: NaN }));
    const counted = { each, since: performance.now(), goesOn: true };
    Object.assign(globalThis, { countedFrames: counted });
    const sumOf = (canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (const pixel of new Uint32Array(pixels?.buffer ?? [])) sum = (Math.imul(sum, 31) + pixel) | 0;
      return sum;
    };
    const look = () => {
      for (const canvas of counted.each) {
        const found = document.querySelector<HTMLCanvasElement>(canvas.selector);
        const shown = found === null ? -1 : sumOf(found);
        if (shown !== canvas.last) canvas.pictures += 1;
        canvas.last = shown;
      }
      if (counted.goesOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, selectors);
}

/** Ends the counting. */
export async function framesCounted(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const { countedFrames: counted } = globalThis as unknown as {
      countedFrames: { each: { pictures: number }[]; since: number; goesOn: boolean };
    };
    counted.goesOn = false;
    const seconds = (performance.now() - counted.since) / 1000;
    const pictures = Math.min(...counted.each.map((canvas) => canvas.pictures));
    return { pictures, perSecond: pictures / seconds };
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
