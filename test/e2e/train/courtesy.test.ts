import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trainersPriority } from '../../../src-main/processes/priority';
import { withoutEnd } from '../../support/withoutEnd';
import { openInBrowser } from '../support/harness';
import { descendants } from '../support/processes';
import { workbench } from './workbench';

it.runIf(existsSync('/proc/self/autogroup'))(
  'a training comes after all else the moment that the window is used, and as before when it is left alone',
  async () => {
    const app = await openInBrowser();
    try {
      const bench = workbench(app.page);
      await bench.button('Train').waitFor();
      await bench.set('Epochs', String(withoutEnd.epochs));
      await bench.button('Train').click();
      await bench.waitForState('running');
      const priorities = () =>
        descendants(app.process.pid ?? 0, 'trainer.mjs').map((id) =>
          Number(readFileSync(`/proc/${id}/autogroup`, 'utf8').replace(/^.*nice /, '')),
        );
      await expect.poll(() => priorities().every((nice) => nice === trainersPriority.else)).toBe(true);
      let moves = 0;
      await expect
        .poll(async () => {
          await app.page.mouse.move(200 + (moves += 1), 300);
          return priorities();
        })
        .toContain(trainersPriority.inUse);
      await expect.poll(() => priorities().every((nice) => nice === trainersPriority.else)).toBe(true);
    } finally {
      await app.close();
    }
  },
);
