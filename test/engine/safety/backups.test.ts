import { existsSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp, faultOf, hasChangedSinceBackup, listBackups } from '../../../src-main/engine/safety/backups';
import { checkWorkspace } from '../../../src-main/engine/safety/check';
import { restoreBackup } from '../../../src-main/engine/safety/restore';
import { Workspace } from '../../../src-main/engine/workspace';
import { newRun } from '../support/stores';
import { filledWorkspace, opened } from './workspace';

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('a backup', () => {
  it('is made while the database is in use, has what was written until then, and is found whole', async () => {
    const { home, ids } = filledWorkspace();
    const { workspace, database, runs, close } = opened(home);
    runs.rename(ids[0] as (typeof ids)[0], 'before the backup');
    const { name } = await backUp(workspace, database);
    runs.rename(ids[0] as (typeof ids)[0], 'after the backup');
    close();
    expect(faultOf(workspace, name)).toBeNull();
    expect(hasChangedSinceBackup(workspace)).toBe(true);

    const restored = restoreBackup(workspace, null);
    expect(restored).toMatchObject({ backup: { name }, passedOver: [] });
    const after = opened(home);
    expect(after.runs.summary(ids[0] as (typeof ids)[0]).name).toBe('before the backup');
    expect(after.list()).toHaveLength(3);
    after.close();
    expect(checkWorkspace(workspace)).toMatchObject({
      ok: true,
      counts: { runs: 3, checkpoints: 3, curveParts: 3 },
    });
  });

  it('takes the place of a damaged database, which is kept beside it; a damaged backup is passed over', async () => {
    const { home } = filledWorkspace();
    const { workspace, database, close } = opened(home);
    const good = await backUp(workspace, database);
    // A day on, so that both are kept.
    const later = good.name.replace(/^\d{4}/, '2999');
    close();
    const bytes = readFileSync(join(workspace.backups, good.name));
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    writeFileSync(join(workspace.backups, later), bytes);
    writeFileSync(
      join(workspace.backups, `${later}.seal`),
      readFileSync(join(workspace.backups, `${good.name}.seal`)),
    );
    truncateSync(workspace.database, 9000);
    const damaged = readFileSync(workspace.database);
    expect(thrownBy(() => opened(home))).toMatchObject({ code: 'workspaceDamaged' });
    expect(readFileSync(workspace.database).equals(damaged)).toBe(true);

    const restored = restoreBackup(workspace, null);
    expect(restored).toMatchObject({ backup: { name: good.name }, passedOver: [later] });
    expect(readFileSync(restored.aside ?? '').equals(damaged)).toBe(true);
    const after = opened(home);
    expect(after.list()).toHaveLength(3);
    after.close();
  });

  it('is kept of each of the last seven days, the newest of a day', async () => {
    const { home } = filledWorkspace(1);
    const { workspace, database, close } = opened(home);
    const { name } = await backUp(workspace, database);
    const path = join(workspace.backups, name);
    for (let day = 1; day <= 9; day++) {
      for (const hour of ['08', '17']) {
        writeFileSync(
          join(workspace.backups, `2020-01-0${day}T${hour}-00-00-000Z.sqlite`),
          readFileSync(path),
        );
      }
    }
    await backUp(workspace, database);
    close();
    const days = listBackups(workspace).map((backup) => backup.createdAt.slice(0, 13));
    expect(days).toHaveLength(7);
    expect(days.slice(1)).toEqual(['09', '08', '07', '06', '05', '04'].map((day) => `2020-01-${day}T17`));
  });

  it('is not due where nothing has changed since the newest', async () => {
    const { home } = filledWorkspace(1);
    const { workspace, database, close } = opened(home);
    await backUp(workspace, database);
    close();
    const before = new Date(Date.now() - 60_000);
    utimesSync(workspace.database, before, before);
    expect(hasChangedSinceBackup(workspace)).toBe(false);
  });

  it('is not put in the place of a database that is in use', async () => {
    const { home } = filledWorkspace(1);
    const { workspace, database, close } = opened(home);
    await backUp(workspace, database);
    expect(thrownBy(() => restoreBackup(workspace, null))).toMatchObject({ code: 'notAllowedNow' });
    close();
  });
});

describe('a workspace that was not left as it is found', () => {
  it('with the journal of another time beside it is refused, and not a byte of it is written', () => {
    const { home } = filledWorkspace();
    const { runs, workspace, close } = opened(home);
    runs.create(newRun('in the journal'));
    const journal = readFileSync(`${workspace.database}-wal`);
    close();
    writeFileSync(`${workspace.database}-wal`, journal);
    const before = readFileSync(workspace.database);
    expect(thrownBy(() => opened(home))).toMatchObject({
      code: 'workspaceDamaged',
      where: `${workspace.database}-wal`,
    });
    expect(readFileSync(workspace.database).equals(before)).toBe(true);
    expect(readFileSync(`${workspace.database}-wal`).equals(journal)).toBe(true);
  });

  it('but restored by hand from a copy is used as it is', () => {
    const { home } = filledWorkspace();
    const workspace = Workspace.open(home);
    const copy = readFileSync(workspace.database);
    const { runs, close } = opened(home);
    runs.create(newRun('later'));
    close();
    writeFileSync(workspace.database, copy);
    const after = opened(home);
    expect(after.list().map(({ name }) => name)).toEqual(['run 2', 'run 1', 'run 0']);
    after.close();
  });

  it('is told what is lost: a checkpoint that is gone, one that is damaged', () => {
    const { home, ids } = filledWorkspace();
    const workspace = Workspace.open(home);
    const [gone, damaged] = ids as [(typeof ids)[0], (typeof ids)[0]];
    rmSync(workspace.checkpoint(gone, 'last'));
    const path = workspace.checkpoint(damaged, 'last');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.byteLength - 3) ^ 4, bytes.byteLength - 3);
    writeFileSync(path, bytes);
    const { ok, problems, counts } = checkWorkspace(workspace);
    expect(ok).toBe(false);
    expect(problems.map(({ kind, runId }) => [kind, runId]).sort()).toEqual([
      ['checkpointDamaged', damaged],
      ['checkpointLost', gone],
    ]);
    expect(counts).toMatchObject({ runs: 3, checkpoints: 3 });
    expect(existsSync(`${workspace.database}.seal`)).toBe(true);
  });
});
