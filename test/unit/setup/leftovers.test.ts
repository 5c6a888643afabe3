import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { kill, startedWith } from '../../../scripts/testing/leftovers.mjs';

describe.runIf(process.platform === 'linux')('what a test has started', () => {
  it('is found and ended, also what that has started in a session of its own', async () => {
    const mark = ['LAYERLAB_TEST_MARK', `of ${process.pid}`] as const;
    const child = spawn('sh', ['-c', 'setsid sleep 1000 & echo started; sleep 1000'], {
      env: { ...process.env, [mark[0]]: mark[1] },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    await expect
      .poll(() =>
        startedWith(...mark)
          .map(({ command }) => command)
          .sort(),
      )
      .toEqual([expect.stringContaining('sh -c'), 'sleep 1000', 'sleep 1000']);
    kill(startedWith(...mark));
    await ended;
    await expect.poll(() => startedWith(...mark)).toEqual([]);
  });
});
