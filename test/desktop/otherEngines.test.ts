import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProgram, temporaryHome } from '../e2e/support/harness';
import { experimentNamed } from '../engine/support/stores';
import { withoutEnd } from '../support/withoutEnd';
import { openDesktop } from './harness';

const experiment = experimentNamed('spirals', withoutEnd);

describe('closing the desktop while a command line trains on the same workspace', () => {
  it('does not ask, since that run goes on', async () => {
    const { home, remove } = temporaryHome();
    const file = join(home, 'experiment.layerlab.json');
    writeFileSync(file, JSON.stringify(experiment));
    const training = spawn(process.execPath, [builtProgram('cli'), 'train', file, '--home', home], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const trainingEnded = new Promise((done) => training.once('close', done));
    await new Promise((done) => training.stderr.once('data', done));

    const desktop = await openDesktop({ home });
    const appEnded = new Promise((done) => desktop.app.process().once('exit', done));
    // The progress in the taskbar shows that the app knows of the run.
    await desktop.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((done) => {
          for (const window of BrowserWindow.getAllWindows())
            window.setProgressBar = (share) => {
              if (share >= 0) done();
            };
        }),
    );
    const asked = desktop.app.evaluate(
      ({ dialog, BrowserWindow }) =>
        new Promise<boolean>((done) => {
          dialog.showMessageBox = () => {
            done(true);
            return Promise.resolve({ response: 0, checkboxChecked: false });
          };
          BrowserWindow.getAllWindows()[0]?.close();
        }),
    );
    // Where it does not ask, the app ends and with it the question about it.
    expect(await Promise.race([asked.catch(() => false), appEnded.then(() => false)])).toBe(false);
    expect(training.exitCode).toBeNull();

    training.kill('SIGINT');
    await trainingEnded;
    await desktop.close();
    remove();
  });
});
