import type { Page } from 'playwright-core';

/** Pictures that were seen within a time. */
export interface Frames {
  /** Of as many moments of the training. */
  readonly pictures: number;
  readonly perSecond: number;
  /** Those that look otherwise than the one before: what is learned stays, and a unit that has died shows nothing else. */
  readonly differing: number;
}

/** A canvas, and what says which moment it shows. */
export interface Watched {
  readonly canvas: string;
  readonly caption: string;
}

/**
 * Has the page look at canvases at each painting, and count when one shows another moment than before. Of several the one
 * counts that did so least often: they may be painted one after another.
 */
export async function countFrames(page: Page, canvases: readonly Watched[]): Promise<void> {
  await page.evaluate((wanted) => {
    const each = wanted.map((watched) => ({
      ...watched,
      pictures: -1,
      differing: -1,
      lastMoment: '',
      lastSum: NaN,
    }));
    const counted = { each, since: performance.now(), goesOn: true };
    Object.assign(globalThis, { countedFrames: counted });
    const sumOf = (canvas: HTMLCanvasElement | null) => {
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (const pixel of new Uint32Array(pixels?.buffer ?? [])) sum = (Math.imul(sum, 31) + pixel) | 0;
      return sum;
    };
    const look = () => {
      for (const watched of counted.each) {
        const caption = document.querySelector(watched.caption);
        const moment = caption?.getAttribute('aria-label') ?? caption?.textContent ?? '';
        const sum = sumOf(document.querySelector<HTMLCanvasElement>(watched.canvas));
        if (moment !== watched.lastMoment) watched.pictures += 1;
        if (sum !== watched.lastSum) watched.differing += 1;
        watched.lastMoment = moment;
        watched.lastSum = sum;
      }
      if (counted.goesOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, canvases);
}

/** Ends the counting. */
export async function framesCounted(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const { countedFrames: counted } = globalThis as unknown as {
      countedFrames: { each: { pictures: number; differing: number }[]; since: number; goesOn: boolean };
    };
    counted.goesOn = false;
    const seconds = (performance.now() - counted.since) / 1000;
    const pictures = Math.min(...counted.each.map((canvas) => canvas.pictures));
    const differing = Math.min(...counted.each.map((canvas) => canvas.differing));
    return { pictures, perSecond: pictures / seconds, differing };
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
