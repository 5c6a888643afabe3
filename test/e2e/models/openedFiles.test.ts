import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnx } from '@shared/exporting/onnx';
import { experimentSchema } from '@shared/experiment/experiment';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel, valueInfo } from '../../../src-main/engine/exporting/onnx/proto';
import { trainedNetwork } from '../../engine/exporting/trained';
import { patience } from '../../patience';
import { smallNetwork } from '../../support/experiments';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, temporaryHome, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { showPage } from '../support/workbench';

/** A model as another program may have written it: two ways from the input that are added, by an operator of a name. */
function writeForeign(path: string, operator: string): void {
  const node = (opType: string, input: string[], output: string) => ({
    ...{ name: `${opType} for ${output}`, opType, input, output: [output], attribute: [] },
  });
  writeFileSync(
    path,
    encodeModel({
      irVersion: 8,
      producerName: 'another program',
      docString: 'adds two ways',
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'graph',
        node: [
          node('MatMul', ['x', 'weights'], 'left'),
          node(operator, ['x'], 'right'),
          node('Add', ['left', 'right'], 'y'),
        ],
        initializer: [
          { name: 'weights', dataType: 1, dims: [3, 3], rawData: new Uint8Array(new Float32Array(9).buffer) },
        ],
        input: [valueInfo('x', 'float32', [null, 3])],
        output: [valueInfo('y', 'float32', [null, 3])],
      },
    }),
  );
}

/** A model of Layerlab's that predicts one value of the columns x and y. */
function writeOwn(path: string): void {
  const experiment = experimentSchema.parse({
    version: 1,
    name: 'own',
    network: smallNetwork(4, 1),
    dataset: { kind: 'function1d' },
    training: {},
  });
  const { trained, session } = trainedNetwork(experiment, [2], 1);
  session.dispose();
  const named = { ...trained, dataset: { ...trained.dataset, featureNames: ['x', 'y'] } };
  writeFileSync(path, encodeModel(onnxModel(named, onnx.schema.parse({ format: 'onnx' }))));
}

let app: BrowserApp;
let page: Page;
const temporary = temporaryHome();
beforeAll(async () => {
  writeForeign(join(temporary.home, 'foreign.onnx'), 'Tanh');
  writeForeign(join(temporary.home, 'unheard.onnx'), 'Unheard');
  writeOwn(join(temporary.home, 'own.onnx'));
  writeFileSync(join(temporary.home, 'text.onnx'), 'this is text');
  writeFileSync(join(temporary.home, 'points.csv'), 'y,x\n1,2\n3,4\n5,6\n');
  app = await openInBrowser({ home: temporary.home, width: 1280, height: 720 });
  page = app.page;
}, patience.test(2));
afterAll(async () => {
  await app.close();
  temporary.remove();
});
photographFailures(() => page);

async function open(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a model file…' }).press('Enter');
  await choose(page.getByRole('dialog', { name: 'Open an ONNX file' }), name);
}

async function choose(dialog: Locator, name: string): Promise<void> {
  await dialog.getByLabel('Folder', { exact: true }).fill(temporary.home);
  await dialog.getByRole('button', { name: 'Open', exact: true }).press('Enter');
  // A folder that is listed anew takes the focus.
  await dialog.getByRole('button', { name }).click();
}

it(
  'a file of another program is shown with its graph, what it says of itself, and what ONNX Runtime says of it',
  async () => {
    await showPage(page, 'Models');
    await open('foreign.onnx');
    const file = page.getByRole('region', { name: 'Model file' });
    await file.getByText('ONNX Runtime runs this file').waitFor();
    expect(await file.getByRole('definition').allInnerTexts()).toEqual(
      expect.arrayContaining([
        'another program',
        'adds two ways',
        'x: float32 [batch, 3]',
        'y: float32 [batch, 3]',
      ]),
    );
    await file.getByText(/ ms an example, .* ms in batches of 64$/).waitFor();
    const graph = file.getByRole('region', { name: 'Graph of the model' });
    const told = await graph.locator('title').allTextContents();
    expect(told).toEqual([
      'input x, gives batch × 3',
      'MatMul MatMul for left, gives batch × 3, 9 parameters',
      'Tanh Tanh for right, gives batch × 3',
      'Add Add for y, gives batch × 3',
      'output y, gives batch × 3',
    ]);
    await file.getByText('3 nodes', { exact: true }).waitFor();
    await screenshot(page, 'models-foreign');
    expect(await seriousViolations(page)).toEqual([]);

    await open('unheard.onnx');
    await file.getByRole('alert').getByText('Unheard').waitFor();
    await expect.poll(() => graph.locator('title').count()).toBe(5);
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, 'models-foreign-dark');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take foreign.onnx off the list' }).press('Enter');
    const opened = page.getByRole('region', { name: 'Opened files' });
    await opened.getByRole('button', { name: 'foreign.onnx', exact: true }).waitFor({ state: 'detached' });
    expect(app.pageErrors).toEqual([]);
  },
  patience.test(2),
);

it(
  'a file is opened by its path; what is not there, or no model, is told and does not get onto the list',
  async () => {
    await showPage(page, 'Models');
    await page.emulateMedia({ colorScheme: 'light' });
    const opened = page.getByRole('region', { name: 'Opened files' });
    const dialog = page.getByRole('dialog', { name: 'Open an ONNX file' });
    const type = async (name: string) => {
      await page.getByRole('button', { name: 'Open a model file…' }).press('Enter');
      await dialog.getByLabel('Folder', { exact: true }).fill(join(temporary.home, name));
      await dialog.getByRole('button', { name: 'Open', exact: true }).press('Enter');
    };
    await type('nothing.onnx');
    await dialog.getByText('This cannot be opened: it is not there.').waitFor();
    await page.keyboard.press('Escape');
    await type('text.onnx');
    await opened.getByText('This is no ONNX file, or a damaged one.').waitFor();
    await screenshot(page, 'models-refused-file');
    expect(await seriousViolations(page)).toEqual([]);
    expect(await opened.getByRole('button', { name: 'text.onnx', exact: true }).count()).toBe(0);
    await type('own.onnx');
    await opened.getByRole('button', { name: 'own.onnx', exact: true }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  },
  patience.test(2),
);

it(
  'a file that has been read when a person is on another page is listed, and does not call them back',
  async () => {
    await showPage(page, 'Models');
    const listed = () => page.evaluate(() => localStorage.getItem('layerlab.openedModels') ?? '');
    expect(await listed()).not.toContain('foreign.onnx');
    await page.getByRole('button', { name: 'Open a model file…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Open an ONNX file' });
    await dialog.getByLabel('Folder', { exact: true }).fill(temporary.home);
    await dialog.getByRole('button', { name: 'Open', exact: true }).press('Enter');
    await dialog.getByRole('button', { name: 'foreign.onnx' }).evaluate((button: HTMLElement) => {
      button.click();
      window.location.hash = 'runs';
    });
    await expect.poll(listed).toContain('foreign.onnx');
    expect(await page.evaluate(() => window.location.hash)).toBe('#runs');
  },
  patience.test(2),
);

it(
  'a table goes through a model in one go, to a table of predictions',
  async () => {
    await showPage(page, 'Models');
    await page.emulateMedia({ colorScheme: 'light' });
    await open('own.onnx');
    const whole = page.getByRole('region', { name: 'A whole file' });
    await whole.getByRole('button', { name: 'Predict a whole file…' }).press('Enter');
    const saved = page.waitForEvent('download');
    await choose(page.getByRole('dialog', { name: 'Choose a table' }), 'points.csv');
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toEqual([
      'line,prediction',
      ...[2, 3, 4].map((line) => expect.stringMatching(`^${line},-?\\d`)),
    ]);
    await whole.getByText('3 predictions saved as points.predictions.csv').waitFor();
    await screenshot(page, 'models-whole-file');
    expect(await seriousViolations(page)).toEqual([]);
  },
  patience.test(2),
);
