import { join } from 'node:path';
import type { MetricBatch } from '@shared/runs/run';
import type { RunEvent } from '@shared/contract/events';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRuns } from '../../src-main/engine/runs/table/runList';
import { everyRun, openStores } from '../engine/support/stores';
import { withoutEnd } from '../support/withoutEnd';
import { openInBrowser, screenshot, type BrowserApp } from './support/harness';
import { photographFailures } from './support/pictures';
import { descendants } from './support/processes';
import { layerIds, setTrainingNumber, showPage, training, waitForRun } from './support/workbench';

/** Every metric that the engine sends to the page from now on. */
function metricsShownOn(page: Page): readonly MetricBatch[] {
  const shown: MetricBatch[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = payload.toString();
      if (!text.includes('"metrics"')) return;
      const { p } = JSON.parse(text) as { p?: { d?: { json?: RunEvent } } };
      if (p?.d?.json?.type === 'metrics') shown.push(...p.d.json.batches);
    }),
  );
  return shown;
}

async function trainForLong(page: Page): Promise<void> {
  await setTrainingNumber(page, 'Epochs', withoutEnd.epochs);
  await training(page).getByRole('button', { name: 'Train', exact: true }).click();
  await waitForRun(page, 'running');
  await page.locator('.latest').waitFor();
}

const hostOf = (app: BrowserApp) => app.process.pid ?? -1;

describe('what goes on when a process is killed', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  it('says that the run crashed when its trainer is killed, and has kept every metric that was shown', async () => {
    const { page } = app;
    const shown = metricsShownOn(page);
    await page.reload();
    await trainForLong(page);
    await expect.poll(() => shown.length).toBeGreaterThan(20);

    const trainers = descendants(hostOf(app), 'trainer.mjs');
    expect(trainers).toHaveLength(1);
    for (const pid of trainers) process.kill(pid, 'SIGKILL');
    await waitForRun(page, 'crashed');
    await screenshot(page, 'crashed');

    const { database, metrics } = openStores(join(app.home, 'layerlab.sqlite'));
    try {
      const [run] = listRuns(database, everyRun).runs;
      if (run === undefined) throw new Error('the run is not in the database');
      expect(run.state).toBe('crashed');
      for (const { split, name, steps, values } of shown) {
        const kept = metrics.readBatch(run.id, { split, name }, (steps[0] ?? 1) - 1);
        const valueAt = new Map(kept.steps.map((step, place) => [step, kept.values[place]]));
        expect(steps.map((step) => valueAt.get(step))).toEqual(values);
      }
    } finally {
      database.close();
    }
  });

  it('goes on: the crashed run from its checkpoint, and a new one', async () => {
    const { page } = app;
    await training(page).getByRole('button', { name: 'Go on' }).click();
    await waitForRun(page, 'running');
    await training(page).getByRole('button', { name: 'Stop' }).click();
    await waitForRun(page, 'stopped');
    await trainForLong(page);
  });

  it('says so when the engine is killed, starts it again, and the run can go on', async () => {
    const { page } = app;
    const before = await layerIds(page);
    const engines = descendants(hostOf(app), 'engine.mjs');
    expect(engines).toHaveLength(1);
    for (const pid of engines) process.kill(pid, 'SIGKILL');
    await page.getByText('The engine stopped – restarting').waitFor();
    await screenshot(page, 'engine-stopped');
    await expect.poll(() => page.getByText('The engine stopped – restarting').count()).toBe(0);
    await waitForRun(page, 'interrupted');
    await expect.poll(() => layerIds(page)).toEqual(before);
    await screenshot(page, 'engine-restarted');
    await training(page).getByRole('button', { name: 'Go on' }).click();
    await waitForRun(page, 'running');
    await showPage(page, 'Runs');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
  });
});
