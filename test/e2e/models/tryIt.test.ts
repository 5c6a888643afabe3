import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { seriousViolations } from '../support/axe';
import { openInBrowser, root, screenshot, temporaryHome, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { showPage } from '../support/workbench';
import { workbench } from '../train/workbench';
import { draw, trainModels } from './trained';

let app: BrowserApp;
let page: Page;
const temporary = temporaryHome();
beforeAll(async () => {
  const { home } = temporary;
  trainModels(home);
  app = await openInBrowser({ home, width: 1280, height: 720 });
  page = app.page;
}, patience.test(6));
afterAll(async () => {
  await app.browser.close();
  await app.close();
  temporary.remove();
});
photographFailures(() => page);

const seen = () => page.getByRole('img', { name: 'What the model sees' });

const answer = () => page.getByRole('region', { name: 'Answer' }).locator('b');

describe('the models page', { timeout: patience.test(3) }, () => {
  it('recognizes a 3 that is drawn with the pointer', async () => {
    await showPage(page, 'Models');
    await page.getByRole('button', { name: 'digit reader' }).click();
    await draw(page);
    await expect.poll(() => answer().textContent()).toBe('3');
    expect(await seen().count()).toBe(1);
    await screenshot(page, 'models-three');
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('photographs what it is to be tried on, and says so where the camera may not be used', async () => {
    const input = page.getByRole('button', { name: 'Photograph…' });
    await page.context().clearPermissions();
    await page.context().grantPermissions([]);
    await input.click();
    await page.getByRole('alert').getByText('The camera may not be used here.').waitFor();
    await page.context().grantPermissions(['camera']);
    await input.press('Enter');
    const camera = page.getByRole('region', { name: 'Camera' });
    const video = camera.locator('video');
    await expect.poll(() => video.evaluate((each: HTMLVideoElement) => each.videoWidth)).toBeGreaterThan(0);
    await screenshot(page, 'models-camera');
    expect(await seriousViolations(page)).toEqual([]);
    const before = await seen().getAttribute('src');
    // The shutter has the focus.
    await page.keyboard.press('Enter');
    await camera.waitFor({ state: 'detached' });
    await expect.poll(() => seen().getAttribute('src')).not.toBe(before);
    await draw(page);
    await expect.poll(() => answer().textContent()).toBe('3');
  });

  it('lets go of the camera where a person leaves the page, also if it may be used only then', async () => {
    const photograph = page.getByRole('button', { name: 'Photograph…' });
    const video = page.getByRole('region', { name: 'Camera' }).locator('video');
    await photograph.click();
    const opened = await video.evaluateHandle((each: HTMLVideoElement) => each.srcObject as MediaStream);
    await showPage(page, 'Runs');
    await expect.poll(() => opened.evaluate(({ active }) => active)).toBe(false);

    await showPage(page, 'Models');
    const asking = await page.evaluateHandle(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      const [told, allowed] = [new EventTarget(), new EventTarget()];
      const asked = new Promise<MediaStream>((resolve) => {
        told.addEventListener('opened', (event) => resolve((event as CustomEvent<MediaStream>).detail));
      });
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await ask(constraints);
        const later = new Promise((done) => allowed.addEventListener('allowed', done));
        told.dispatchEvent(new CustomEvent('opened', { detail: stream }));
        await later;
        return stream;
      };
      const allow = () => {
        navigator.mediaDevices.getUserMedia = ask;
        allowed.dispatchEvent(new Event('allowed'));
      };
      return { asked, allow };
    });
    await photograph.click();
    const late = await asking.evaluateHandle(({ asked }) => asked);
    await showPage(page, 'Runs');
    await asking.evaluate(({ allow }) => allow());
    await expect.poll(() => late.evaluate(({ active }) => active)).toBe(false);
    await showPage(page, 'Models');
    await photograph.waitFor();
    await draw(page);
    await expect.poll(() => answer().textContent()).toBe('3');
  });

  it('keeps a drawing with the right answer, and trains on with it among the training examples', async () => {
    const own = page.getByRole('region', { name: 'My examples' });
    await own.getByText('What it gets wrong can be kept here').waitFor();
    await own.getByRole('combobox', { name: 'Right answer' }).selectOption('8');
    await own.getByRole('button', { name: 'Keep with this answer' }).press('Enter');
    await own.getByText('It is right on 0 of 1.').waitFor();
    expect(await own.getByRole('listitem').innerText()).toMatch(/^8\s+answered 3$/);
    await screenshot(page, 'models-kept');
    expect(await seriousViolations(page)).toEqual([]);

    await own.getByRole('button', { name: 'Train on with them' }).press('Enter');
    const data = page.getByRole('region', { name: 'Data', exact: true });
    await data.getByText('1 example of your own is trained on as well.').waitFor();
    expect(await data.getByLabel('Also train on').inputValue()).toMatch(/^kept:/);
    await screenshot(page, 'data-also-train-on');
    await workbench(page).set('Epochs', '1');
    await workbench(page).train();

    await showPage(page, 'Models');
    await page.getByRole('button', { name: 'digit reader 2 Drawn digits' }).click();
    await own.getByRole('button', { name: 'Take out example 1, 8' }).press('Enter');
    await own.getByRole('listitem').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'digit reader Drawn digits' }).click();
    await draw(page);
    await expect.poll(() => answer().textContent()).toBe('3');
  });

  it('shows which parts of the drawing moved the answer', async () => {
    const mattered = page.getByRole('region', { name: 'What mattered' });
    await mattered.getByRole('switch').press('Space');
    await mattered.getByRole('img', { name: 'Which parts of the image spoke for the answer “3”' }).waitFor();
    await screenshot(page, 'models-mattered');
    expect(await seriousViolations(page)).toEqual([]);
    await mattered.getByLabel('Method').selectOption('Gradient × input');
    await mattered.getByText('How fast the score changes with each input').waitFor();
    await mattered.getByRole('img', { name: 'Which parts of the image spoke for the answer “3”' }).waitFor();
    await screenshot(page, 'models-mattered-gradient');
    expect(await seriousViolations(page)).toEqual([]);
    await mattered.getByRole('switch').press('Space');
  });

  it('shows what each layer gives for the drawing', async () => {
    const fired = page.getByRole('region', { name: 'What fired' });
    await fired.getByRole('switch').press('Space');
    await fired.getByText('hidden · Dense · 96').waitFor();
    expect(await fired.getByRole('img').count()).toBe(4);
    // The class that it answers is the most of the scores.
    await fired.getByText('most in unit 4').last().waitFor();
    await screenshot(page, 'models-fired');
    expect(await seriousViolations(page)).toEqual([]);
    await fired.getByRole('switch').press('Space');
  });

  it('steps through examples of the data set, worst first, by keyboard', async () => {
    const examples = page.getByRole('region', { name: 'Examples, worst first' });
    await examples.getByText('1 of the worst').waitFor();
    await examples.getByRole('button', { name: 'Next worst example' }).press('Enter');
    await examples.getByText('2 of the worst').waitFor();
    const shown = await examples.getByRole('button', { name: /answered/ }).innerText();
    const [, answered] = /answered (\S+)/.exec(shown) ?? [];
    await expect.poll(() => answer().textContent()).toBe(answered);
  });

  it('answers to a row that is typed, and says what is wrong with one', async () => {
    await page.getByRole('button', { name: 'fruit', exact: false }).first().click();
    await page.getByLabel('size', { exact: true }).last().fill('35');
    await expect.poll(() => answer().textContent()).toMatch(/^(yes|no)$/);
    await page.getByLabel('size', { exact: true }).last().fill('big');
    await page.getByText('“big” is no number').waitFor();
    await screenshot(page, 'models-row');
    await page.getByLabel('size', { exact: true }).last().fill('3');
    await page.getByText('“big” is no number').waitFor({ state: 'detached' });
  });

  it('answers to a point that the arrow keys move over the plane', async () => {
    await page.getByRole('button', { name: 'moons', exact: false }).first().click();
    const plane = page.getByRole('application');
    await plane.focus();
    const before = await plane.getAttribute('aria-label');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => plane.getAttribute('aria-label')).not.toBe(before);
    await expect.poll(() => answer().textContent()).toMatch(/./);
    const other = page.getByRole('region', { name: 'Another model beside it' });
    await other.getByRole('combobox').selectOption('moons before');
    await expect.poll(() => other.getByRole('region', { name: 'Answer' }).count()).toBe(1);
    await page.getByRole('region', { name: 'What mattered' }).getByRole('switch').press('Space');
    await page.getByText('spoke for the answer').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, 'models-plane-dark');
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('lists what was exported, tells whether it is still that file, and deletes it', async () => {
    const out = join(temporary.home, 'moons.onnx');
    const layerlab = join(root, 'scripts', 'layerlab.mjs');
    execFileSync(process.execPath, [layerlab, 'export', 'last', '--out', out, '--home', temporary.home]);
    await showPage(page, 'Runs');
    await showPage(page, 'Models');
    const card = page.getByRole('article').filter({ hasText: 'moons.onnx' });
    await card.getByText('proof passed').waitFor();
    await card.getByText(/ ms an example, .* ms in batches of 64/).waitFor();
    await card.getByRole('button', { name: 'Is it still that file?' }).click();
    await card.getByText('It is still that file.').waitFor();
    writeFileSync(out, 'something else');
    await card.getByRole('button', { name: 'Is it still that file?' }).click();
    await card.getByText('Changed since it was exported: moons.onnx.').waitFor();
    await card.getByText('proof passed before it changed').waitFor();
    await screenshot(page, 'models-exported');
    await card.getByRole('button', { name: 'Delete' }).click();
    await card.getByRole('button', { name: 'Delete the file' }).click();
    await card.waitFor({ state: 'detached' });
    expect(app.pageErrors).toEqual([]);
  });

  it('exports a page that answers as onnxruntime does, opened from disk, with no network', async () => {
    const layerlab = join(root, 'scripts', 'layerlab.mjs');
    const [file, onnx] = ['digits.html', 'same.onnx'].map((name) => join(temporary.home, name));
    for (const out of [file, onnx]) {
      const format = out === file ? 'html' : 'onnx';
      const options = ['--format', format, '--out', out ?? '', '--home', temporary.home];
      execFileSync(process.execPath, [layerlab, 'export', 'last', ...options], { stdio: 'pipe' });
    }
    const context = await app.browser.newContext({ offline: true, viewport: { width: 1280, height: 720 } });
    const opened = await context.newPage();
    const wrong: string[] = [];
    opened.on('pageerror', (error) => wrong.push(error.message));
    await opened.goto(pathToFileURL(file ?? '').href);
    await opened.locator('body[data-ready]').waitFor();
    await draw(opened);
    await expect.poll(() => opened.locator('.class').textContent()).toBe('3');
    await screenshot(opened, 'models-page');
    expect(await seriousViolations(opened)).toEqual([]);

    const values = Array.from({ length: 784 }, (_, at) => (at * 37) % 256);
    const theirs = await opened.evaluate(async (given) => {
      const own = window as unknown as { layerlabAsk(v: number[]): Promise<void>; layerlabOutputs: number[] };
      await own.layerlabAsk(given);
      return own.layerlabOutputs;
    }, values);
    const session = await InferenceSession.create(onnx ?? '');
    const tensor = new Tensor('float32', Float32Array.from(values), [1, 28, 28, 1]);
    const ours = (await session.run({ input: tensor }))['output']?.data as Float32Array;
    expect(theirs).toHaveLength(10);
    const scale = Math.max(1, ...ours.map(Math.abs));
    theirs.forEach((value, at) => expect(Math.abs(value - (ours[at] ?? NaN))).toBeLessThan(1e-5 * scale));
    expect(wrong).toEqual([]);
    await context.close();
  });
});
