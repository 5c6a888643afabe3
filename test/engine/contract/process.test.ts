import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { withoutEnd } from '../../support/withoutEnd';
import { startEngineChild } from '../support/engineChild';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

describe('the engine process', () => {
  it('serves several connections, and ends its job and itself when its host goes', async () => {
    const home = temporaryFolder();
    const { announcement, client, connect, channel, exited } = startEngineChild(programs, home);
    expect(await announcement).toEqual({ type: 'ready', warnings: [] });
    const { runId } = await client.runs.start({
      experiment: experimentNamed('endless', withoutEnd),
    });
    for await (const event of await client.runs.watch({ runId })) if (event.type === 'metrics') break;
    const status = await connect().engine.status();
    expect(status).toMatchObject({ workspace: home, runningJobs: 1, runs: 1, nativeProblem: null });
    expect(status.tensorflow).toMatch(/^2\./);
    channel.end();
    expect(await exited).toBe(0);

    const database = new Sqlite(join(home, 'layerlab.sqlite'), { readonly: true });
    expect(database.prepare('SELECT state, owner FROM runs').get()).toEqual({
      state: 'interrupted',
      owner: null,
    });
    database.close();
  });

  it('tells its host why it cannot start', async () => {
    const home = temporaryFolder();
    mkdirSync(home, { recursive: true });
    const newer = new Sqlite(join(home, 'layerlab.sqlite'));
    newer.pragma('user_version = 999');
    newer.close();
    const { announcement, exited } = startEngineChild(programs, home);
    expect(await announcement).toMatchObject({ type: 'failed', error: { code: 'databaseTooNew' } });
    expect(await exited).toBe(1);
  });
});
