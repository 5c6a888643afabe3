import { loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { parseExperiment } from '@shared/experiment/parsing';
import { inferNetwork } from '@shared/network/inference';
import { openInBrowser } from '../../test/e2e/support/harness';
import { focusLayer } from '../../test/e2e/support/editing';
import { inspector, layerBox, openFile } from '../../test/e2e/support/workbench';

/**
 * A deep net on the canvas: frames a second while a layer is dragged, with all layers in view and close up, and the
 * time that an edit's new shapes take. Each figure is the median of several repeats.
 */
const { values: options } = parseArgs({
  options: {
    layers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

/** A residual net of about as many layers as are asked for. */
function deepNetwork(count: number): object {
  const layers: object[] = [{ id: 'input', kind: 'input' }];
  const edges: [string, string][] = [];
  const follow = (layer: { id: string }, from: string): string => {
    layers.push(layer);
    edges.push([from, layer.id]);
    return layer.id;
  };
  const convolution = { kind: 'conv2d', filters: 8, kernelSize: 3, padding: 'same' };
  let end = follow({ id: 'conv0', ...convolution } as { id: string }, 'input');
  for (let block = 1; layers.length + 8 <= count; block += 1) {
    const start = end;
    end = follow({ id: `conv${block}`, ...convolution } as { id: string }, end);
    end = follow({ id: `norm${block}`, kind: 'batchNormalization' } as { id: string }, end);
    end = follow({ id: `relu${block}`, kind: 'relu' } as { id: string }, end);
    end = follow({ id: `add${block}`, kind: 'add' } as { id: string }, end);
    edges.push([start, end]);
  }
  end = follow({ id: 'pool', kind: 'globalAveragePool2d' } as { id: string }, end);
  while (layers.length + 1 < count) {
    end = follow({ id: `dense${layers.length}`, kind: 'dense', units: 16 } as { id: string }, end);
  }
  follow({ id: 'scores', kind: 'dense', units: 10 } as { id: string }, end);
  return {
    version: 1,
    name: `${layers.length} layers`,
    network: { layers, edges },
    dataset: { kind: 'renderedShapes' },
    training: {},
  };
}

async function openDeep(page: Page, experiment: object): Promise<void> {
  await openFile(page, experiment);
  await layerBox(page, 'scores').waitFor({ state: 'attached' });
}

interface TraceEvent {
  readonly name: string;
  readonly dur?: number;
  readonly ts: number;
}

/**
 * Drags a layer in circles, with the mouse reporting 120 times a second whatever the page does. Counted are the frames
 * that the page was asked for, and those that the compositor drew, by Chromium's performance trace.
 */
async function dragRate(browser: Browser, page: Page, id: string, seconds: number): Promise<Rate> {
  await layerBox(page, id).hover();
  const box = await layerBox(page, id).boundingBox();
  if (box === null) throw new Error(`${id} is not to be seen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.down();
  await page.mouse.move(x + 8, y + 4);
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'cc', 'toplevel'],
  });
  await page.evaluate(() => {
    const drag = { frames: 0, over: false };
    Object.assign(window, { drag });
    requestAnimationFrame(function count() {
      drag.frames += 1;
      if (!drag.over) requestAnimationFrame(count);
    });
  });
  const start = performance.now();
  const moved: Promise<void>[] = [];
  while (performance.now() - start < seconds * 1000) {
    const angle = (performance.now() - start) / 300;
    moved.push(page.mouse.move(x + 60 * Math.sin(angle), y + 40 * Math.cos(angle)));
    await setTimeout(1000 / 120);
  }
  await Promise.all(moved);
  const frames = await page.evaluate(() => {
    const { drag } = window as unknown as { drag: { frames: number; over: boolean } };
    drag.over = true;
    return drag.frames;
  });
  const took = (performance.now() - start) / 1000;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  await page.mouse.up();
  await page.keyboard.press('Control+z');
  const named = (name: string) => traceEvents.filter((event) => event.name === name);
  const drawn = named('DrawFrame')
    .map(({ ts }) => ts / 1000)
    .sort((one, other) => one - other);
  const gaps = drawn.slice(1).map((at, index) => at - (drawn[index] ?? at));
  const durations = named('ProxyMain::BeginMainFrame').flatMap(({ dur = 0 }) =>
    dur > 0 ? [dur / 1000] : [],
  );
  return {
    pageFramesPerSecond: frames / took,
    drawnFramesPerSecond: drawn.length / took,
    gap95: quantile(gaps, 0.95),
    frameWorkMedian: quantile(durations, 0.5),
    frameWork95: quantile(durations, 0.95),
  };
}

interface Rate {
  readonly pageFramesPerSecond: number;
  readonly drawnFramesPerSecond: number;
  /** Milliseconds between two drawn frames that 95 of 100 stay below. */
  readonly gap95: number;
  /** Milliseconds that the page works on one frame: half of them take less, 95 of 100. */
  readonly frameWorkMedian: number;
  readonly frameWork95: number;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The median of several drags, figure by figure. */
async function dragging(
  browser: Browser,
  page: Page,
  place: { readonly view: string; readonly layer: string },
): Promise<object> {
  const rates: Rate[] = [];
  for (let repeat = 0; repeat < Number(options.repeats); repeat += 1) {
    rates.push(await dragRate(browser, page, place.layer, Number(options.seconds)));
  }
  const median = (figure: keyof Rate) =>
    quantile(
      rates.map((rate) => rate[figure]),
      0.5,
    );
  return {
    view: place.view,
    pageFramesPerSecond: median('pageFramesPerSecond'),
    drawnFramesPerSecond: median('drawnFramesPerSecond'),
    slowestDrawnFramesPerSecond: Math.min(...rates.map(({ drawnFramesPerSecond }) => drawnFramesPerSecond)),
    gap95: median('gap95'),
    frameWorkMedian: median('frameWorkMedian'),
    frameWork95: median('frameWork95'),
  };
}

/**
 * Milliseconds from an edit that changes the shapes of nearly all layers until the page shows them: handlers,
 * inference, drawing by Vue, style and layout. The first convolution, which is selected, gets another stride, again and again.
 */
async function editTimes(page: Page, edits: number): Promise<object> {
  const field = inspector(page)
    .locator('.number-input')
    .filter({ has: page.getByLabel('Strides, vertical', { exact: true }) });
  const [less, more] = [field.locator('button').nth(0), field.locator('button').nth(1)];
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit += 1) {
    const button = edit % 2 === 0 ? more : less;
    times.push(
      await button.evaluate(async (element: HTMLButtonElement) => {
        const layer = document.querySelector('.vue-flow__node[data-id="pool"]')?.previousElementSibling;
        const shape = () => layer?.querySelector('.shape')?.textContent;
        const before = shape();
        const start = performance.now();
        element.click();
        // Vue draws in turns of its own within this task: a message would come behind the whole frame, now and then.
        for (let turn = 0; turn < 10; turn += 1) await null;
        document.body.getBoundingClientRect();
        const took = performance.now() - start;
        if (shape() === before) throw new Error('The edit changed no shapes');
        return took;
      }),
    );
    await setTimeout(150);
  }
  return {
    editFastest: Math.min(...times),
    editMedian: quantile(times, 0.5),
    edit95: quantile(times, 0.95),
  };
}

/** Milliseconds of one inference of all shapes, costs and advice, the median of many. */
function inferenceTime(experiment: object): number {
  const { network } = parseExperiment(experiment);
  const times = Array.from({ length: 60 }, () => {
    const start = performance.now();
    inferNetwork(network, { inputShape: [32, 32, 3] });
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[30] ?? NaN;
}

/** Layers around the middle of the canvas, the innermost first. */
async function layersInView(page: Page): Promise<string[]> {
  return page.locator('.vue-flow__node-layer').evaluateAll((nodes) => {
    const pane = document.querySelector('.vue-flow__pane')?.getBoundingClientRect() ?? new DOMRect();
    const distance = (node: Element) => {
      const box = node.getBoundingClientRect();
      return Math.hypot(
        box.x + box.width / 2 - pane.x - pane.width / 2,
        box.y + box.height / 2 - pane.y - pane.height / 2,
      );
    };
    return nodes
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, 3)
      .map((node) => node.getAttribute('data-id') ?? '');
  });
}

const experiment = deepNetwork(Number(options.layers));
const app = await openInBrowser({ width: 1920, height: 1080 });
try {
  const { page, browser } = app;
  await openDeep(page, experiment);
  await page.getByLabel('Mini-map').waitFor();
  // The data's pictures are drawn meanwhile, and the first drag gives every layer a place of its own.
  await setTimeout(3000);
  await dragRate(browser, page, 'relu20', 1);
  const layersDrawn = await page.locator('.vue-flow__node-layer').count();
  const wide = await dragging(browser, page, { view: 'from afar', layer: 'relu20' });
  await focusLayer(page, 'conv0');
  for (let steps = 0; steps < 14; steps += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  const edits = await editTimes(page, 20);
  const [layer] = await layersInView(page);
  if (layer === undefined) throw new Error('No layer is in view');
  const near = await dragging(browser, page, { view: 'close up', layer });
  const result = {
    layersDrawn,
    loadAverage: loadavg()[0],
    ...edits,
    inferenceMilliseconds: inferenceTime(experiment),
    dragging: [wide, near],
  };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const { dragging: drags, ...others } = result;
    console.table(drags);
    console.table([others]);
  }
} finally {
  await app.close();
}
