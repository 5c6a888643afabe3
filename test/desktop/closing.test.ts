import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtProgram, temporaryHome } from '../e2e/support/harness';
import { withoutEnd } from '../support/withoutEnd';
import { openDesktop, type DesktopApp } from './harness';

interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: string[];
}

/** Answers the app's questions with this button from now on, and keeps what was asked. */
async function answerWith({ app }: DesktopApp, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    const asked: unknown[] = [];
    (globalThis as Record<string, unknown>)['asked'] = asked;
    dialog.showMessageBox = ((...parameters: unknown[]) => {
      asked.push(parameters.at(-1));
      return Promise.resolve({ response, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, button);
}

const questions = ({ app }: DesktopApp) =>
  app.evaluate(() => (globalThis as Record<string, unknown>)['asked'] as Asked[]);

async function closeWindow({ app }: DesktopApp): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

async function statesOfRuns(home: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    builtProgram('cli'),
    'runs',
    '--home',
    home,
    '--json',
  ]);
  return (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state);
}

/** Trains the open experiment for longer than any test lasts. */
async function trainForLong({ page }: DesktopApp): Promise<void> {
  await page.getByLabel('Epochs').first().fill(String(withoutEnd.epochs));
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Train' }).first().click();
  await page.getByRole('button', { name: 'Stop' }).first().waitFor();
}

describe('closing the last window', () => {
  const { home, remove } = temporaryHome();
  let desktop: DesktopApp;
  beforeEach(async () => {
    desktop = await openDesktop({ home });
    await desktop.page.getByText('TensorFlow 2').first().waitFor();
  });
  afterEach(async () => {
    await desktop.close();
    remove();
  });

  it('asks while a run is in progress, and quitting leaves a run that can go on later', async () => {
    await trainForLong(desktop);
    await answerWith(desktop, 0);
    await expect
      .poll(async () => {
        await closeWindow(desktop);
        return (await questions(desktop))[0]?.message;
      })
      .toBe('A run is still training');
    expect((await questions(desktop))[0]?.buttons).toEqual(['Keep training', 'Quit']);
    expect(desktop.app.windows()).toHaveLength(1);

    await answerWith(desktop, 1);
    const ended = new Promise((done) => desktop.app.process().once('exit', done));
    await closeWindow(desktop);
    await ended;
    expect(await statesOfRuns(home)).toEqual(['interrupted']);
  });
});
