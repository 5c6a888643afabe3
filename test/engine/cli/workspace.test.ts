import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Backup, Restored, WorkspaceCheck } from '@shared/contract/workspace/workspace';
import { patience } from '../../patience';
import { loseRows, recorded } from '../adoption/lost';
import { filledWorkspace } from '../safety/workspace';
import { lastOf, layerlab } from './support/layerlab';

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

  it('says that its journal was lost, names runs that it has lost, and takes them up again', async () => {
    const lost = await recorded();
    home = lost.home;
    const id = lost.ids[1] ?? '';
    loseRows(home, lost.ids.slice(1, 2));
    writeFileSync(`${database()}.journal-lost`, new Date().toISOString());

    const runs = await cli('runs');
    expect(JSON.parse(runs.stdout)).toHaveLength(2);
    expect(runs.stderr).toMatch(/^warning: The journal of the workspace database was gone/);
    const check = lastOf<WorkspaceCheck>(await cli('workspace', 'check'));
    expect(check.problems).toMatchObject([{ kind: 'journal' }, { kind: 'runNotListed', runId: id }]);
    const adopted = await cli('workspace', 'adopt');
    expect(adopted.code).toBe(0);
    expect(lastOf(adopted)).toMatchObject({
      type: 'adopted',
      runs: [{ run: { id, name: 'run 1', state: 'completed' }, withCurves: true }],
      refused: [],
    });
    expect(await cli('workspace', 'check')).toMatchObject({ code: 0, stderr: '' });
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
