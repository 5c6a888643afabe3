import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInBrowser, temporaryHome, type BrowserApp } from './support/harness';
import { photographFailures } from './support/pictures';
import { connections, inspector, layerBox, layerIds, openFile, training } from './support/workbench';

/** The first layers of the experiment that the app opens on: they must be there after every mistake. */
const openedLayers = ['hidden1', 'hidden2', 'input', 'relu1', 'relu2', 'scores'];

/** Twenty 28×28 images are announced, of which the file holds three. */
function truncatedIdx(): Buffer {
  const header = Buffer.alloc(16);
  [0x00000803, 20, 28, 28].forEach((value, index) => header.writeUInt32BE(value, index * 4));
  return Buffer.concat([header, Buffer.alloc(3 * 28 * 28)]);
}

function idxLabels(count: number): Buffer {
  const header = Buffer.alloc(8);
  [0x00000801, count].forEach((value, index) => header.writeUInt32BE(value, index * 4));
  return Buffer.concat([header, Buffer.alloc(count)]);
}

/** Images of one color each, a class a color. */
function cifarBatch(count: number): Buffer {
  const records = Array.from({ length: count }, (_, index) => {
    const record = Buffer.alloc(3073, (index % 10) * 25);
    record[0] = index % 10;
    return record;
  });
  return Buffer.concat(records);
}

const raggedCsv = 'height,weight,kind\n1.7,60,a\n1.8,b\n1.6,50,a\n';

async function chooseData(page: Page, kind: string, paths: Readonly<Record<string, string>>): Promise<void> {
  await page.getByLabel('Data set', { exact: true }).selectOption(kind);
  for (const [label, path] of Object.entries(paths)) {
    const field = page.getByRole('textbox', { name: label, exact: true });
    await field.fill(path);
    await field.press('Tab');
  }
}

const dataPane = (page: Page) => page.getByRole('region', { name: 'Data', exact: true });

/** What the data pane says is wrong. */
async function dataProblem(page: Page): Promise<string> {
  const alert = dataPane(page).getByRole('alert');
  await alert.waitFor();
  return (await alert.innerText()).replaceAll(/\s+/g, ' ');
}

const input = { id: 'input', kind: 'input' };
const dense = (id: string, units: number) => ({ id, kind: 'dense', units });

function experimentOf(layers: readonly object[], edges: readonly (readonly [string, string])[]): object {
  return {
    version: 1,
    name: 'from elsewhere',
    network: { layers, edges },
    dataset: { kind: 'spirals' },
    training: { loss: 'softmaxCrossEntropy', optimizer: { kind: 'sgd', learningRate: 0.1 }, epochs: 1 },
  };
}

async function leaveChanges(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave them' }).click();
}

describe('bad input at the interface', () => {
  let app: BrowserApp;
  const files = temporaryHome();
  const path = (name: string) => join(files.home, name);
  beforeAll(async () => {
    writeFileSync(path('images-idx3-ubyte'), truncatedIdx());
    writeFileSync(path('labels-idx1-ubyte'), idxLabels(20));
    writeFileSync(path('ragged.csv'), raggedCsv);
    mkdirSync(path('cifar'));
    writeFileSync(path('cifar/data_batch_1.bin'), Buffer.alloc(3073 * 4 + 17));
    app = await openInBrowser();
    await app.page.locator('.vue-flow__node-layer').first().waitFor();
  });
  afterAll(async () => {
    await app.close();
    rmSync(files.home, { recursive: true });
  });
  photographFailures(() => app.page);

  async function expectTheDocumentIsStillThere(): Promise<void> {
    await expect.poll(() => layerIds(app.page)).toEqual(openedLayers);
    await expect.poll(() => app.page.getByLabel('Name of the experiment').inputValue()).toBe('Two spirals');
  }

  async function expectTrainingWaitsForData(): Promise<void> {
    const train = training(app.page).getByRole('button', { name: 'Train', exact: true });
    await expect.poll(() => train.isDisabled()).toBe(true);
  }

  it('tells of an IDX file that ends too early, in the data pane', async () => {
    await chooseData(app.page, 'idx', {
      Images: path('images-idx3-ubyte'),
      Labels: path('labels-idx1-ubyte'),
    });
    await expect
      .poll(() => dataProblem(app.page))
      .toMatch(/cut off: 2,368 bytes are there and 15,696 .*images-idx3-ubyte/);
    await expectTrainingWaitsForData();
    await expectTheDocumentIsStillThere();
  });

  it('tells of a CIFAR-10 file whose size is no multiple of its records', async () => {
    await chooseData(app.page, 'cifar10', { Folder: path('cifar') });
    await expect
      .poll(() => dataProblem(app.page))
      .toMatch(/4 images of 3,073 bytes and 17 bytes more.*data_batch_1.bin/);
    await expectTrainingWaitsForData();
    await expectTheDocumentIsStillThere();
  });

  it('tells the line of a table that has too few fields', async () => {
    await chooseData(app.page, 'csv', { File: path('ragged.csv') });
    await expect
      .poll(() => dataProblem(app.page))
      .toMatch(/2 columns where 3 are expected.*ragged.csv, line 3/);
    await expectTrainingWaitsForData();
    await expectTheDocumentIsStillThere();
  });

  it('tells of a folder that is not there, and reads it once it is', async () => {
    await chooseData(app.page, 'cifar10', { Folder: path('nowhere') });
    await expect.poll(() => dataProblem(app.page)).toMatch(/no folder with CIFAR-10.*nowhere/);
    await expectTrainingWaitsForData();
    await expectTheDocumentIsStillThere();
    mkdirSync(path('nowhere'));
    writeFileSync(path('nowhere/data_batch_1.bin'), cifarBatch(60));
    await dataPane(app.page).getByRole('button', { name: 'Look again' }).click();
    await expect.poll(() => dataPane(app.page).innerText()).toContain('60 examples');
  });

  it('keeps the document when a file with an unknown kind of layer is opened, and names the layer', async () => {
    const layers = [input, { id: 'out', kind: 'densee', units: 2 }];
    await openFile(app.page, experimentOf(layers, [['input', 'out']]));
    const message = app.page.locator('.n-message').last();
    await expect.poll(() => message.innerText()).toMatch(/"out" is of an unknown kind, "densee"/);
    await expect.poll(() => message.innerText()).toContain('Did you mean "dense"?');
    await expectTheDocumentIsStillThere();
  });

  it('keeps the document when a file breaks off', async () => {
    await openFile(app.page, '{ "version": 1, "name": "cut of');
    await expect.poll(() => app.page.locator('.n-message').last().innerText()).toMatch(/not JSON/);
    await expectTheDocumentIsStillThere();
  });

  it('shows a cycle of an opened file where it is, and takes it apart by its fix', async () => {
    const layers = [input, dense('a', 4), { id: 'b', kind: 'relu' }, dense('scores', 2)];
    await openFile(
      app.page,
      experimentOf(layers, [
        ['input', 'a'],
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'scores'],
      ]),
    );
    await leaveChanges(app.page);
    await expect.poll(() => layerIds(app.page)).toEqual(['a', 'b', 'input', 'scores']);
    const problem = app.page
      .getByRole('alert')
      .filter({ hasText: 'The layers form a cycle: a → b → a' })
      .first();
    await problem.getByRole('button', { name: 'Remove b → a' }).click();
    await expect.poll(() => connections(app.page)).toEqual(['a→b', 'b→scores', 'input→a']);
    await expect.poll(() => app.page.getByText('The layers form a cycle').count()).toBe(0);
  });

  it('shows a shape that cannot be on its layer', async () => {
    const layers = [input, { id: 'window', kind: 'conv2d', filters: 4, kernelSize: 3 }, dense('scores', 2)];
    await openFile(
      app.page,
      experimentOf(layers, [
        ['input', 'window'],
        ['window', 'scores'],
      ]),
    );
    await leaveChanges(app.page);
    await layerBox(app.page, 'window').click();
    await expect.poll(() => inspector(app.page).innerText()).toMatch(/expects .*(axes|image)/i);
  });
});
