import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { parseExperiment } from '@shared/experimentParsing';
import { inferNetwork } from '@shared/network/inference';
import { openInBrowser } from '../../test/e2e/harness';
import { layerBox } from '../../test/e2e/workbench';

/** A deep net on the canvas: pictures a second while a layer is dragged, and the time that new shapes take. */
const { values: options } = parseArgs({
  options: {
    layers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
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

async function openFile(page: Page, experiment: object): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Open…/ }).click();
  const buffer = Buffer.from(JSON.stringify(experiment));
  await (await chooser).setFiles({ name: 'deep.layerlab.json', mimeType: 'application/json', buffer });
  await layerBox(page, 'scores').waitFor({ state: 'attached' });
}

/** Pictures a second that the compositor drew, from Chromium's performance trace. */
async function dragRate(browser: Browser, page: Page, id: string, seconds: number): Promise<object> {
  await layerBox(page, id).hover();
  const box = await layerBox(page, id).boundingBox();
  if (box === null) throw new Error(`${id} is not to be seen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.down();
  await page.mouse.move(x + 8, y + 4);
  await browser.startTracing(page, {
    categories: [
      'devtools.timeline',
      'disabled-by-default-devtools.timeline',
      'disabled-by-default-devtools.timeline.frame',
      'cc',
    ],
  });
  const start = performance.now();
  let moves = 0;
  while (performance.now() - start < seconds * 1000) {
    const angle = (performance.now() - start) / 300;
    await page.mouse.move(x + 60 * Math.sin(angle), y + 40 * Math.cos(angle));
    moves += 1;
  }
  const took = (performance.now() - start) / 1000;
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly { name: string; dur?: number; ts: number; ph: string }[];
  };
  await page.mouse.up();
  const drawn = trace.traceEvents.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);
  drawn.sort((a, b) => a - b);
  const updates = trace.traceEvents.filter(({ name }) => name === 'BeginCommitCompositorFrame').length;
  const gaps = drawn
    .slice(1)
    .map((at, index) => at - (drawn[index] ?? at))
    .sort((a, b) => a - b);
  const tasks = trace.traceEvents.filter(
    ({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask',
  );
  return {
    framesPerSecond: drawn.length / took,
    pageUpdatesPerSecond: updates / took,
    gap95: gaps[Math.floor(gaps.length * 0.95)] ?? NaN,
    mouseMovesPerSecond: moves / took,
    longestTaskMilliseconds: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
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

const experiment = deepNetwork(Number(options.layers));
const app = await openInBrowser({ width: 1920, height: 1080 });
try {
  const { page, browser } = app;
  await openFile(page, experiment);
  await page.waitForTimeout(1500);
  const visible = await page.locator('.vue-flow__node-layer').count();
  const whole = await dragRate(browser, page, 'relu20', Number(options.seconds));
  const result = { layersDrawn: visible, ...whole, inferenceMilliseconds: inferenceTime(experiment) };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table([result]);
} finally {
  await app.close();
}
