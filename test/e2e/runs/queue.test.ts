import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Queue } from '@shared/contract/queue/queue';
import { finish, lastOf, layerlab, start } from '../../engine/cli/support/layerlab';
import { patience } from '../../patience';
import { setWithoutEnd } from '../../support/withoutEnd';
import { seriousViolations } from '../support/axe';
import { openInBrowser, root, screenshot, type BrowserApp } from '../support/harness';

/** Folds are runs of their own, on data of their own, so that one trains and three wait. */
describe('the queue', () => {
  let home: string;
  let training: ChildProcess;
  let app: BrowserApp;
  const panel = () => app.page.getByRole('region', { name: 'Queue' });
  const names = async () =>
    (await panel().locator('li .name').allInnerTexts()).map((name) => /fold (\d)/.exec(name)?.[1]);
  const handle = (place: number) =>
    panel()
      .getByRole('button', { name: /^Place of/ })
      .nth(place);
  const waiting = async () =>
    lastOf<Queue>(await layerlab('queue', '--home', home, '--json')).waiting.map(({ name }) => name);
  /** The page shows an order before the engine has it: a test goes on when both do. */
  const expectOrder = async (folds: readonly string[]) => {
    await expect.poll(names).toEqual(folds);
    await expect
      .poll(async () => (await waiting()).map((name) => /fold (\d)/.exec(name)?.[1]))
      .toEqual(folds);
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-queue-'));
    const file = join(root, 'examples', 'spirals.layerlab.json');
    app = await openInBrowser({ home });
    training = start('train', file, '--home', home, '--folds', '4', ...setWithoutEnd);
    await app.page.evaluate(() => {
      window.location.hash = 'runs';
    });
    await handle(2).waitFor();
  }, patience.test(3));
  afterAll(async () => {
    const ended = finish(training);
    training.kill('SIGINT');
    await Promise.all([ended, app.close()]);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is dragged into another order, which the command line tells as well', async () => {
    await expect.poll(names).toEqual(['2', '3', '4']);
    await handle(2).dragTo(handle(0));
    await expectOrder(['4', '2', '3']);
    await screenshot(app.page, 'runs-queue');
    expect(await seriousViolations(app.page)).toEqual([]);
  });

  it('is ordered by keyboard, and the focus goes along', async () => {
    await handle(0).focus();
    await app.page.keyboard.press('ArrowDown');
    await expectOrder(['2', '4', '3']);
    await expect.poll(() => app.page.locator(':focus').getAttribute('aria-label')).toContain('2 of 3');
    await app.page.keyboard.press('End');
    await expectOrder(['2', '3', '4']);
    // Quick presses each go by where the one before has led to.
    await app.page.keyboard.press('ArrowUp');
    await app.page.keyboard.press('ArrowUp');
    await expectOrder(['4', '2', '3']);
    await app.page.keyboard.press('End');
    await expectOrder(['2', '3', '4']);
  });

  it('follows what the command line changes', async () => {
    const [, , last = ''] = await waiting();
    await layerlab('queue', 'move', last, '--first', '--home', home);
    await expect.poll(names).toEqual(['4', '2', '3']);
  });
});
