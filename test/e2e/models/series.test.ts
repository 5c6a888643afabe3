import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chain } from '@shared/experiment/templates/template';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { writeExperiment } from '../../support/experiments';
import { seriousViolations } from '../support/axe';
import { type BrowserApp, openInBrowser, root, screenshot, temporaryHome } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { showPage } from '../support/workbench';

const steps = 6;
/** Rows of light and temperature, the latest last: what is predicted stands last. */
const rows = Array.from({ length: steps }, (_, row) => [100 * row, 15 + row / 2]);
const pasted = `light\ttemperature\n${rows.map((row) => row.join('\t')).join('\n')}`;

describe('a model of a series in time', { timeout: patience.test(3) }, () => {
  let app: BrowserApp;
  const temporary = temporaryHome();
  const layerlab = (...given: string[]) =>
    execFileSync(process.execPath, [
      join(root, 'scripts', 'layerlab.mjs'),
      ...given,
      '--home',
      temporary.home,
    ]);
  beforeAll(async () => {
    const hours = Array.from({ length: 120 }, (_, hour) => [
      (15 + 5 * Math.sin(hour / 4)).toFixed(3),
      Math.round(300 + 300 * Math.cos(hour / 4)),
    ]);
    writeFileSync(join(temporary.home, 'house.csv'), `temperature,light\n${hours.join('\n')}\n`);
    const network = chain(
      { id: 'input', kind: 'input' },
      { id: 'flat', kind: 'flatten' },
      { id: 'forecast', kind: 'dense', units: 2 },
    );
    const dataset = {
      kind: 'csv',
      path: 'house.csv',
      target: 'temperature',
      decimal: '.',
      windows: { steps, horizon: 2 },
    };
    const training = { loss: 'meanSquaredError', epochs: 3, batchSize: 16, seed: 1 };
    layerlab(
      'train',
      writeExperiment(temporary.home, { version: 1, name: 'house', network, dataset, training }),
    );
    app = await openInBrowser({ home: temporary.home });
  }, patience.test(3));
  afterAll(async () => {
    await app.close();
    temporary.remove();
  });
  photographFailures(() => app.page);

  /** What onnxruntime answers to the rows. */
  async function wanted(): Promise<number[]> {
    const out = join(temporary.home, 'house.onnx');
    layerlab('export', 'last', '--out', out, '--include', 'preprocessing');
    const session = await InferenceSession.create(out);
    const input = new Tensor('float32', Float32Array.from(rows.flat()), [1, steps, 2]);
    return [...((await session.run({ input }))['output']?.data as Float32Array)];
  }
  const valuesIn = (text: string | null) => (text ?? '').replaceAll('−', '-').split(', ').map(Number);

  it('answers to rows that are typed or pasted, by keyboard, and says what is wrong with them', async () => {
    const { page } = app;
    await showPage(page, 'Models');
    await page.getByRole('button', { name: 'house' }).first().click();
    const field = page.getByRole('textbox', { name: /6 rows, the latest last: / });
    await expect.poll(() => field.inputValue()).toMatch(/^light\ttemperature\n(-?[\d.]+\t[\d.]+\n?){6}$/);
    const answer = page.getByRole('region', { name: 'Answer' }).locator('b');
    await answer.waitFor();
    await field.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(pasted);
    const [next = NaN, afterwards = NaN] = await wanted();
    await expect
      .poll(async () => {
        const [first = NaN, second = NaN] = valuesIn(await answer.textContent());
        return Math.max(Math.abs(first - next), Math.abs(second - afterwards));
      })
      .toBeLessThan(0.01 * Math.max(1, Math.abs(next)));
    await screenshot(page, 'models-series');
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.insertText('\n1\tdark');
    await page.getByText('Line 8: “dark” is no number.').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, 'models-series-dark');
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(app.pageErrors).toEqual([]);
  });

  it('is a web page that does the same with no network', async () => {
    const file = join(temporary.home, 'house.html');
    layerlab('export', 'last', '--format', 'html', '--out', file);
    const context = await app.browser.newContext({ offline: true, viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await page.locator('body[data-ready]').waitFor();
    await page.getByRole('textbox').fill(pasted);
    const expected = await wanted();
    await expect
      .poll(async () => {
        const found = valuesIn(await page.locator('.class').textContent());
        return Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? Infinity))));
      })
      .toBeLessThan(1e-3 * Math.max(1, ...expected.map(Math.abs)));
    await screenshot(page, 'models-series-page');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('textbox').fill('1 2');
    await page.getByText('1 of the 6 rows that are needed are there.').waitFor();
    expect(wrong).toEqual([]);
    await context.close();
  });
});
