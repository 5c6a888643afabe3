import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conditionOf } from '@shared/diagnosis';
import { adam, perceptron } from '../../../bench/doctor/experiments';
import { patience } from '../../patience';
import { doctorCases, experiment, moons } from '../../support/doctorCases';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { lookInBothSchemes } from '../support/schemes';
import { workbench } from '../train/workbench';
import { layerBox, openFile } from '../support/workbench';

describe('the doctor', () => {
  let app: BrowserApp;
  let bench: ReturnType<typeof workbench>;
  beforeAll(async () => {
    app = await openInBrowser();
    bench = workbench(app.page);
    await bench.button('Train').waitFor();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  const doctor = () => app.page.getByRole('region', { name: 'Doctor' });
  const network = () => app.page.getByRole('region', { name: 'Network', exact: true });

  async function open(content: object): Promise<void> {
    await openFile(app.page, content);
    await expect.poll(() => bench.button('Train').isEnabled()).toBe(true);
  }

  async function trainToItsEnd(): Promise<void> {
    const run = app.page.getByLabel('Name of the run');
    const before = (await run.count()) > 0 ? await run.inputValue() : '';
    await bench.button('Train').click();
    await expect.poll(async () => (await run.count()) > 0 && (await run.inputValue()) !== before).toBe(true);
    await expect
      .poll(() => bench.state.innerText(), { timeout: patience.test() })
      .toMatch(/completed|diverged/i);
  }

  it.each(doctorCases)(
    'names $kind where it is, and mends it by a click',
    async ({ kind, layer, broken }) => {
      await open({ ...broken, name: kind });
      await trainToItsEnd();
      const { title } = conditionOf(kind);
      const card = doctor().getByRole('article').filter({ hasText: title }).first();
      await card.waitFor();
      if (layer !== null) {
        const badge = layerBox(app.page, layer).getByRole('button', {
          name: new RegExp(`Doctor: .*${title}`),
        });
        await badge.waitFor();
        await badge.focus();
        await app.page.keyboard.press('Enter');
        await app.page.locator('.n-popover').getByText(title).waitFor();
        if (kind === 'deadUnits') await screenshot(app.page, 'doctor-layer');
        await app.page.keyboard.press('Escape');
        await badge.press('Enter');
      }
      if (kind === 'deadUnits') await lookInBothSchemes(app.page, `doctor-${kind}`);
      else await screenshot(app.page, `doctor-${kind}`);

      const run = app.page.getByLabel('Name of the run');
      const before = await run.inputValue();
      await card
        .getByRole('button', { name: /^Try: / })
        .first()
        .click();
      await expect.poll(() => run.inputValue()).not.toBe(before);
      await bench.waitForState('completed');
      await expect.poll(() => doctor().getByRole('article').filter({ hasText: title }).count()).toBe(0);
      await doctor().getByText(`“${title}” is gone; validation loss `).waitFor();
      if (kind === 'deadUnits') await screenshot(app.page, 'doctor-remedy');
    },
    patience.test(3),
  );

  it(
    'says before a training whether the net can learn, and puts what could help to the test',
    async () => {
      const [dead] = doctorCases;
      await open({ ...dead?.broken, name: 'to be rehearsed' });
      await bench.button('Can it learn?').click();
      const answer = app.page.getByRole('region', { name: 'Can it learn?' });
      await answer.getByText('It could not learn 20 examples by heart').waitFor({ timeout: patience.test() });
      const card = answer.getByRole('article').filter({ hasText: conditionOf('deadUnits').title });
      await lookInBothSchemes(app.page, 'doctor-rehearsal');

      await card
        .getByRole('button', { name: /^Try: / })
        .first()
        .click();
      await answer.getByText('20 examples').waitFor({ timeout: patience.test() });
      expect(await card.count()).toBe(0);
      await screenshot(app.page, 'doctor-rehearsed');
      // What was found is of the document as it was: taking the remedy back takes the answer with it.
      await app.page.keyboard.press('Control+z');
      await expect.poll(() => answer.count()).toBe(0);
    },
    patience.test(2),
  );

  it(
    'tries a remedy over five seeds, and says with how many of them the condition is gone',
    async () => {
      const dead = doctorCases.find(({ kind }) => kind === 'deadUnits');
      await open({ ...dead?.broken, name: 'over seeds' });
      await trainToItsEnd();
      const card = doctor()
        .getByRole('article')
        .filter({ hasText: conditionOf('deadUnits').title })
        .first();
      await card
        .getByRole('button', { name: /^Over 5 seeds: / })
        .first()
        .click();
      const said = doctor().getByRole('status').filter({ hasText: 'over 5 seeds' });
      await said.getByText('had it with 5 of 5 seeds, gone with 5').waitFor({ timeout: patience.test() });
      await said.getByText('in the mean of those that have one: validation loss').waitFor();
      expect(await app.page.getByLabel('Name of the run').inputValue()).toContain('with remedy');
      await lookInBothSchemes(app.page, 'doctor-over-seeds');
    },
    patience.test(3),
  );

  it('has a quiet tick for a healthy run, and shows its layers at any moment', async () => {
    await open(experiment({ dataset: moons, training: adam, layers: perceptron(2, 24, 'relu', 2) }));
    await trainToItsEnd();
    await doctor().getByText('Nothing wrong found').waitFor();
    const histogram = layerBox(app.page, 'dense1').getByRole('img', { name: /Output from/ });
    await expect.poll(() => histogram.getAttribute('aria-label')).toContain('before the first step');
    const atEnd = await histogram.getAttribute('aria-label');
    const slider = network().getByRole('slider', { name: /^Layers at step/ });
    await slider.focus();
    await app.page.keyboard.press('Home');
    await network().getByText('Layers at step 0, epoch 1', { exact: true }).waitFor();
    expect(await histogram.getAttribute('aria-label')).not.toBe(atEnd);
    // So do the picture and, of the layer that is looked at, the map of each unit and what becomes of the plane.
    await app.page.getByRole('figure', { name: 'Decision boundary after step 0', exact: true }).waitFor();
    await layerBox(app.page, 'relu2').click();
    const units = app.page.getByRole('region', { name: 'Unit maps' });
    await units.getByText('Units after step 0', { exact: true }).waitFor();
    expect(await units.getByRole('img').count()).toBe(1 + 24);
    const plane = app.page.getByRole('region', { name: 'Warped plane' });
    await plane.getByText('Plane after step 0', { exact: true }).waitFor();
    await plane.getByRole('img', { name: /first two principal components of 24 units/ }).waitFor();
    await screenshot(app.page, 'doctor-units');
    await app.page.setViewportSize({ width: 1920, height: 1080 });
    await network().getByText('Layers at step 0, epoch 1', { exact: true }).waitFor();
    await lookInBothSchemes(app.page, 'doctor-units-large');
    await app.page.setViewportSize({ width: 1280, height: 720 });
    // Unit by unit with its weights; one of them changed by hand is a try, and is taken back.
    await app.page.getByRole('combobox', { name: 'Picture' }).selectOption('Units and weights');
    const net = app.page.getByRole('group', { name: 'Units and weights after step 0' });
    await net.getByRole('button', { name: /^Unit 1 of relu2/ }).focus();
    await app.page.keyboard.press('ArrowDown');
    const weights = app.page.getByRole('region', { name: 'Weights of unit 2' });
    const bias = weights.getByRole('textbox', { name: 'Weight bias' });
    await bias.fill('3');
    await bias.press('Enter');
    await weights.getByText('A try by hand').waitFor();
    await expect.poll(() => bias.inputValue()).toBe('3');
    await lookInBothSchemes(app.page, 'doctor-weights');
    await weights.getByRole('button', { name: 'Take back what I changed' }).click();
    await expect.poll(() => bias.inputValue()).toBe('0');
    await app.page.getByRole('combobox', { name: 'Picture' }).selectOption('Decision boundary');
    await slider.focus();
    await app.page.keyboard.press('End');
    await expect.poll(() => histogram.getAttribute('aria-label')).toBe(atEnd);
    await lookInBothSchemes(app.page, 'doctor-healthy');
    expect(app.pageErrors).toEqual([]);
  });
});
