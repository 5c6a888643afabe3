import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeModel, valueInfo } from '../../../src-main/engine/exporting/onnx/proto';
import { patience } from '../../patience';
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

let app: BrowserApp;
let page: Page;
const temporary = temporaryHome();
beforeAll(async () => {
  writeForeign(join(temporary.home, 'foreign.onnx'), 'Tanh');
  writeForeign(join(temporary.home, 'unheard.onnx'), 'Unheard');
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
  const dialog = page.getByRole('dialog', { name: 'Open an ONNX file' });
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
    const graph = file.getByRole('region', { name: 'Graph of the model' });
    const told = await graph.locator('title').allTextContents();
    expect(told).toEqual([
      'input x, gives batch × 3',
      'MatMul MatMul for left, gives batch × 3, 9 parameters',
      'Tanh Tanh for right, gives batch × 3',
      'Add Add for y, gives batch × 3',
      'output y, gives batch × 3',
    ]);
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
