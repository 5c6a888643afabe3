import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryHome } from '../e2e/harness';
import { setTrainingNumber, training, waitForRun } from '../e2e/workbench';
import { openDesktop, type DesktopApp } from './harness';

/** Answers the platform's message boxes, which a test cannot reach, with a button; gives what they asked. */
function answerQuestions(desktop: DesktopApp, button: string): Promise<void> {
  return desktop.app.evaluate(({ dialog }, wanted) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    // With a window it is the second argument, without one the first.
    dialog.showMessageBox = ((...parameters: unknown[]) => {
      const options = parameters.at(-1) as { message: string; buttons: string[] };
      asked.push(options.message);
      return Promise.resolve({ response: options.buttons.indexOf(wanted), checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, button);
}

const questions = (desktop: DesktopApp) =>
  desktop.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

const closeWindow = (desktop: DesktopApp) =>
  desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

describe('closing the last window while a run is in progress', () => {
  const workspace = temporaryHome();
  let desktop: DesktopApp;
  beforeAll(async () => {
    desktop = await openDesktop({ home: workspace.home });
  });
  afterAll(async () => {
    await desktop.close();
    workspace.remove();
  });

  it('asks, and keeps training when told so', async () => {
    const { page } = desktop;
    await setTrainingNumber(page, 'Epochs', 100_000);
    await training(page).getByRole('button', { name: 'Train', exact: true }).click();
    await waitForRun(page, 'running');
    await page.locator('.latest').waitFor();
    await answerQuestions(desktop, 'Keep training');
    await closeWindow(desktop);
    await expect.poll(() => questions(desktop)).toEqual(['A run is still training']);
    expect(desktop.app.windows()).toHaveLength(1);
    await waitForRun(page, 'running');
  });

  it('ends the app when told so', async () => {
    await answerQuestions(desktop, 'Quit');
    const ended = new Promise((done) => desktop.app.once('close', done));
    await closeWindow(desktop);
    await ended;
    await desktop.close();
  });

  it('leaves a run that can go on when the app is opened again', async () => {
    desktop = await openDesktop({ home: workspace.home });
    const { page } = desktop;
    const goOn = training(page).getByRole('button', { name: 'Go on' });
    await goOn.waitFor();
    await goOn.click();
    await waitForRun(page, 'running');
    await training(page).getByRole('button', { name: 'Stop' }).click();
    await waitForRun(page, 'stopped');
  });
});
