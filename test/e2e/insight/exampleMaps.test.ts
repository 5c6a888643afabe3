import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam, dense } from '../../../bench/doctor/experiments';
import { experiment } from '../../support/doctorCases';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { layerBox, openFile } from '../support/workbench';
import { workbench } from '../train/workbench';

describe('the maps of a convolution', () => {
  let app: BrowserApp;
  let bench: ReturnType<typeof workbench>;
  beforeAll(async () => {
    app = await openInBrowser({ colorScheme: 'dark' });
    bench = workbench(app.page);
    await bench.button('Train').waitFor();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  it('are shown of an image that is chosen by keyboard, at any moment', async () => {
    const content = experiment({
      dataset: { kind: 'renderedDigits', examples: 200 },
      training: { ...adam, epochs: 4 },
      layers: [{ kind: 'conv2d', filters: 8 }, { kind: 'relu' }, { kind: 'flatten' }, dense(10)],
    });
    await openFile(app.page, content);
    await expect.poll(() => bench.button('Train').isEnabled()).toBe(true);
    await bench.button('Train').click();
    await bench.waitForState('completed');

    await layerBox(app.page, 'relu2').click();
    const maps = app.page.getByRole('region', { name: 'Maps of an image' });
    await maps.getByRole('img', { name: /^Channel 8/ }).waitFor();
    const example = maps.getByRole('slider').first();
    const before = await example.getAttribute('aria-valuetext');
    expect(before).toMatch(/^Example \d+: \d$/);
    await example.focus();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => example.getAttribute('aria-valuetext')).not.toBe(before);

    await app.page.getByRole('combobox', { name: 'Picture' }).selectOption('First-layer weights');
    await app.page
      .getByRole('group', { name: /^First-layer weights/ })
      .getByRole('img', { name: /^Unit 8/ })
      .waitFor();
    const exciting = app.page.getByRole('region', { name: 'Examples that excite a unit most' });
    await expect.poll(() => exciting.getByRole('img').count()).toBe(9);

    const slider = app.page.getByRole('slider', { name: /^Layers at step/ });
    await slider.focus();
    await app.page.keyboard.press('Home');
    await maps.getByText('Maps after step 0', { exact: true }).waitFor();
    await maps.scrollIntoViewIfNeeded();
    await screenshot(app.page, 'maps-of-an-image-dark');
    expect(await seriousViolations(app.page)).toEqual([]);
    expect(app.pageErrors).toEqual([]);
  });
});
