import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Backup, Restored, WorkspaceCheck } from '@shared/contract/workspace';
import { patience } from '../../patience';
import { filledWorkspace } from '../safety/workspace';
import { lastOf, layerlab } from './layerlab';

describe('a workspace by the command line', { timeout: patience.test() }, () => {
  let home: string;
  const cli = (...parameters: string[]) => layerlab(...parameters, '--home', home, '--json');
  const database = () => join(home, 'layerlab.sqlite');

  it('is checked, backed up, found damaged, restored and used again', async () => {
    ({ home } = filledWorkspace());
    const whole = await cli('workspace', 'check');
    expect(whole.code).toBe(0);
    expect(lastOf(whole)).toMatchObject({ type: 'checked', ok: true, problems: [], counts: { runs: 3 } });

    const { name } = lastOf<Backup>(await cli('workspace', 'backup'));
    expect(readdirSync(join(home, 'backups'))).toContain(name);
    expect(lastOf(await cli('workspace'))).toMatchObject({ type: 'workspace', home, backups: [{ name }] });

    truncateSync(database(), 20_000);
    const damaged = readFileSync(database());
    const check = await cli('workspace', 'check');
    expect(check.code).toBe(1);
    expect(lastOf<WorkspaceCheck>(check).problems).toMatchObject([{ kind: 'database' }]);
    const runs = await cli('runs');
    expect(runs.code).toBe(1);
    expect(lastOf(runs)).toMatchObject({ type: 'failed', error: { code: 'workspaceDamaged' } });
    expect(readFileSync(database()).equals(damaged)).toBe(true);

    const restored = await cli('workspace', 'restore');
    expect(restored.code).toBe(0);
    expect(lastOf<Restored>(restored)).toMatchObject({ type: 'restored', backup: { name } });
    expect(JSON.parse((await cli('runs')).stdout)).toHaveLength(3);
  });

  it('shows a run whose row was changed by another program as damaged, and the others as they are', async () => {
    ({ home } = filledWorkspace());
    const sqlite = new Sqlite(database());
    sqlite.exec(
      `UPDATE run_metrics SET best = 0.001 WHERE split = 'validation' AND run_id = (SELECT id FROM runs WHERE name = 'run 1')`,
    );
    sqlite.close();
    const runs = JSON.parse((await cli('runs')).stdout) as { name: string; state: string }[];
    expect(runs.map(({ name, state }) => [name, state])).toEqual([
      ['run 2', 'completed'],
      ['run 1', 'damaged'],
      ['run 0', 'completed'],
    ]);
    const check = lastOf<WorkspaceCheck>(await cli('workspace', 'check'));
    expect(check.problems).toMatchObject([
      { kind: 'row', where: expect.stringContaining('run_metrics') as unknown },
    ]);
  });

  it('is not made where there is none', async () => {
    ({ home } = filledWorkspace());
    home = join(home, 'nowhere');
    for (const action of ['show', 'check', 'backup', 'restore']) {
      expect(lastOf(await cli('workspace', action)), action).toMatchObject({
        type: 'failed',
        error: { code: 'notFound' },
      });
    }
    expect(readdirSync(join(home, '..'))).not.toContain('nowhere');
  });
});
