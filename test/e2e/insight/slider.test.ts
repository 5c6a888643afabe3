import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adam, perceptron } from '../../../bench/doctor/experiments';
import { experiment, moons } from '../../support/doctorCases';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { layerBox, openFile } from '../support/workbench';
import { workbench } from '../train/workbench';

let app: BrowserApp;
let bench: ReturnType<typeof workbench>;
/** Moments that the window has asked to be drawn, each by its run and step. */
const asked: string[] = [];
beforeAll(async () => {
  app = await openInBrowser();
  app.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const moment = /"runId":"([^"]+)","step":(\d+)/.exec(String(payload));
      if (moment && payload.includes('/runs/moment"')) asked.push(`${moment[1]} ${moment[2]}`);
    }),
  );
  await app.page.reload();
  bench = workbench(app.page);
  await bench.button('Train').waitFor();
});
afterAll(() => app.close());
photographFailures(() => app.page);

const slider = () => app.page.getByRole('slider', { name: /^Layers at step/ });
const results = () => app.page.getByRole('region', { name: 'Results' });

/** @returns the name of the run's folder */
async function trainAnew(): Promise<string> {
  const runs = () => readdirSync(join(app.home, 'runs'));
  const before = runs();
  await bench.train();
  return runs().find((name) => !before.includes(name)) ?? '';
}

it('has each moment drawn once, from when somebody turns to the slider', async () => {
  await openFile(
    app.page,
    experiment({ dataset: moons, training: adam, layers: perceptron(1, 8, 'relu', 2) }),
  );
  await expect.poll(() => bench.button('Train').isEnabled()).toBe(true);
  await bench.train();
  expect(asked).toEqual([]);
  await slider().hover();
  const moments = Number(await slider().getAttribute('max')) + 1;
  await expect.poll(() => asked.length).toBe(moments);
  await slider().press('Home');
  await results().getByRole('figure', { name: 'Decision boundary after step 0', exact: true }).waitFor();
  await slider().press('End');
  await slider().press('Home');
  await results().getByRole('figure', { name: 'Decision boundary after step 0', exact: true }).waitFor();
  expect(asked.length).toBe(moments);
});

const largeMap = () => results().getByRole('region', { name: /^Large map of/ });
const ofUnit = (unit: number) =>
  results().getByRole('region', { name: `Large map of Unit ${unit} of relu2`, exact: true });
const maps = () => app.page.getByRole('region', { name: 'Unit maps' });

it('fills the results with the map of the unit that somebody points at', async () => {
  await layerBox(app.page, 'relu2').click();
  await maps().getByRole('img', { name: 'Unit 3', exact: true }).hover();
  await ofUnit(3)
    .getByRole('img', { name: /^relu2, Unit 3: / })
    .waitFor();
  const [pane, map] = [await results().boundingBox(), await ofUnit(3).boundingBox()];
  expect(map?.width).toBeGreaterThan(0.98 * (pane?.width ?? Infinity));
  expect(map?.height).toBeGreaterThan(0.85 * (pane?.height ?? Infinity));
  await screenshot(app.page, 'unit-map-large');
  await results().getByRole('heading', { name: 'Results' }).hover();
  await largeMap().waitFor({ state: 'detached' });
});

it('keeps the map that was clicked, from which arrow keys lead to the others, until Escape', async () => {
  await maps().getByRole('img', { name: 'Unit 3', exact: true }).click();
  await results().getByRole('heading', { name: 'Results' }).hover();
  await ofUnit(3).waitFor();
  await app.page.keyboard.press('ArrowRight');
  await ofUnit(4).waitFor();
  expect(await seriousViolations(app.page)).toEqual([]);
  await app.page.keyboard.press('Escape');
  await largeMap().waitFor({ state: 'detached' });
  await maps().waitFor();
});

it('shows it by keyboard alone: arrow keys bring it up, Enter keeps it, Escape closes it', async () => {
  const units = maps().getByRole('slider');
  await units.focus();
  await app.page.keyboard.press('Shift');
  expect(await largeMap().count()).toBe(0);
  await units.press('ArrowRight');
  await ofUnit(5).waitFor();
  await units.press('Enter');
  await slider().focus();
  await ofUnit(5).waitFor();
  await units.press('Escape');
  await largeMap().waitFor({ state: 'detached' });
});

it('has the other moments drawn where one of them is damaged', async () => {
  const run = await trainAnew();
  const folder = join(app.home, 'runs', run, 'moments');
  const kept = readdirSync(folder);
  writeFileSync(join(folder, '100.safetensors'), '');
  await slider().hover();
  await expect.poll(() => new Set(asked.filter((each) => each.startsWith(run))).size).toBe(kept.length);
  await results().getByRole('heading', { name: 'Results' }).hover();
});

it('says of which moment there is no picture, and shows none in its place', async () => {
  const run = await trainAnew();
  rmSync(join(app.home, 'runs', run, 'moments', '0.safetensors'));
  await slider().press('Home');
  await results().getByText('The run’s weights up to step 0 were not kept.').waitFor();
  expect(
    await results()
      .getByRole('figure', { name: /^Decision boundary/ })
      .count(),
  ).toBe(0);
  await slider().press('ArrowRight');
  await results()
    .getByRole('figure', { name: /^Decision boundary after step/ })
    .waitFor();
  expect(app.pageErrors).toEqual([]);
});
