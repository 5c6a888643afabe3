import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearableKinds, leftAloneMinutes } from '@shared/contract/workspace/clearing';
import type { RunId } from '@shared/ids';
import { lacksRecord } from '../../../src-main/engine/adoption/record';
import { checkWorkspace } from '../../../src-main/engine/safety/check';
import { bytesAt } from '../../../src-main/engine/safety/sizes';
import { writeCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { startClock } from '../../../src-main/trainer/run/pacing/clock';
import { builtProgram } from '../../e2e/support/harness';
import { filledWorkspace, opened } from '../safety/workspace';
import { eventually, openEngine } from '../support/engine';
import { newRun } from '../support/stores';

const programs = join(builtProgram('engine'), '..');
const day = 24 * 60 * 60 * 1000;

/**
 * A workspace of completed runs, the first two with a `best` checkpoint beside their `last`; open in an engine that has done
 * what it does by itself when it opens one: the runs' folders come last.
 */
async function openFilled(change: (home: string, ids: readonly RunId[]) => void = () => undefined) {
  const { home, ids } = filledWorkspace();
  const { workspace, runs, close } = opened(home);
  for (const id of ids.slice(0, 2)) {
    const tensors = [{ name: 'parameters/dense/kernel', shape: [4], values: new Float32Array(4) }];
    const facts = writeCheckpoint(workspace.run(id), 'best', {
      tensors,
      clock: { ...startClock, step: 200, epoch: 2 },
    });
    runs.recordCheckpoint(id, 'best', facts);
  }
  close();
  change(home, ids);
  const { client, engine } = openEngine(home, programs);
  const listed = (await client.runs.list({})).runs;
  await eventually(() => listed.every(({ id }) => !lacksRecord(workspace, id)));
  return { home, ids: ids as [RunId, RunId, RunId], workspace, client, engine };
}

/** Makes a file or folder look as if nobody had used it for long. */
function makeOld(path: string): void {
  const time = new Date(Date.now() - (leftAloneMinutes + 1) * 60_000);
  utimesSync(path, time, time);
}

describe('the bin', () => {
  it('says when a run will be gone and what it takes, gives it back, and frees all of it when it is emptied', async () => {
    const { ids, workspace, client, engine } = await openFilled();
    const [first, second] = ids;
    await client.runs.delete({ runIds: [first, second] });
    const bin = await client.workspace.bin();
    expect(bin.map(({ id }) => id).sort()).toEqual([first, second].sort());
    for (const { id, deletedAt, removedFrom, bytes } of bin) {
      expect(Date.parse(removedFrom) - Date.parse(deletedAt)).toBe(30 * day);
      expect(bytes).toBe(bytesAt(workspace.run(id as RunId)));
    }
    await client.runs.restore({ runIds: [second] });
    const before = bytesAt(workspace.runs);
    const freed = bytesAt(workspace.run(first));
    expect(await client.workspace.clear({ kinds: ['bin'] })).toEqual([
      { kind: 'bin', count: 1, bytes: freed },
    ]);
    expect(before - bytesAt(workspace.runs)).toBe(freed);
    expect(existsSync(workspace.run(first))).toBe(false);
    expect(await client.workspace.bin()).toEqual([]);
    await expect(client.runs.restore({ runIds: [first] })).resolves.toEqual({ restored: 0 });
    await engine.close();
    expect(checkWorkspace(workspace)).toMatchObject({ ok: true, counts: { runs: 2, curveParts: 2 } });
  });

  it('is emptied by itself of what has been in it for thirty days, and of nothing else', async () => {
    const { ids, workspace, client } = await openFilled((home, [old, recent]) => {
      const { runs, close } = opened(home);
      runs.delete([old as RunId], new Date(Date.now() - 30 * day - 1000).toISOString());
      runs.delete([recent as RunId], new Date(Date.now() - 30 * day + 60_000).toISOString());
      close();
    });
    const [old, recent] = ids;
    await eventually(() => !existsSync(workspace.run(old)));
    await eventually(async () => (await client.workspace.bin()).length === 1);
    expect(await client.workspace.bin()).toMatchObject([{ id: recent }]);
    expect(existsSync(workspace.run(recent))).toBe(true);
  });
});

describe('what can be cleared', () => {
  it('is told with what it would free, and nothing is changed by asking', async () => {
    const { home, client } = await openFilled();
    const before = readdirSync(home, { recursive: true }).sort();
    const clearable = await client.workspace.clearable();
    expect(clearable.map(({ kind }) => kind)).toEqual(clearableKinds);
    expect(readdirSync(home, { recursive: true }).sort()).toEqual(before);
  });

  it('of checkpoints is the last one of a finished run that has a best one, and the run says so', async () => {
    const { ids, workspace, client } = await openFilled((home, [, second]) => {
      const { runs, close } = opened(home);
      runs.ended(second as RunId, 'stopped');
      close();
    });
    const [cleared, stopped, alone] = ids;
    const { weightsHash } = await client.runs.get({ runId: cleared });
    const bytes = bytesAt(workspace.checkpoint(cleared, 'last'));
    expect(await client.workspace.clear({ kinds: ['last'] })).toEqual([{ kind: 'last', count: 1, bytes }]);
    expect(existsSync(workspace.checkpoint(stopped, 'last'))).toBe(true);
    expect(existsSync(workspace.checkpoint(alone, 'last'))).toBe(true);

    const run = await client.runs.get({ runId: cleared });
    expect(run.checkpoints.map(({ name }) => name)).toEqual(['best']);
    expect(run.clearedCheckpoints).toMatchObject([{ name: 'last', step: 300, epoch: 3 }]);
    expect(run.weightsHash).toBe(weightsHash);
    const listed = (await client.runs.list({})).runs.find(({ id }) => id === cleared);
    expect(listed?.checkpoints.map(({ name }) => name)).toEqual(['best']);
    expect(checkWorkspace(workspace)).toMatchObject({ ok: true, counts: { checkpoints: 4 } });
  });

  it('of prepared data and weights is what no run refers to and nobody has just used', async () => {
    const { home, ids, client } = await openFilled();
    const { datasetHash } = await client.runs.get({ runId: ids[0] });
    const unused = 'a'.repeat(64);
    const recent = 'b'.repeat(64);
    for (const hash of [datasetHash ?? '', unused, recent]) {
      mkdirSync(join(home, 'datasets', hash));
      writeFileSync(join(home, 'datasets', hash, 'inputs.bin'), 'x'.repeat(1000));
    }
    for (const hash of [unused, recent])
      writeFileSync(join(home, 'weights', `${hash}.safetensors`), 'weights');
    for (const path of [datasetHash ?? '', unused].map((hash) => join(home, 'datasets', hash))) makeOld(path);
    makeOld(join(home, 'weights', `${unused}.safetensors`));

    expect(await client.workspace.clear({ kinds: ['datasets', 'weights'] })).toMatchObject([
      { kind: 'datasets', count: 1 },
      { kind: 'weights', count: 1, bytes: 7 },
    ]);
    expect(existsSync(join(home, 'datasets', unused))).toBe(false);
    expect(existsSync(join(home, 'datasets', recent))).toBe(true);
    expect(existsSync(join(home, 'datasets', datasetHash ?? ''))).toBe(true);
    expect(readdirSync(join(home, 'weights'))).toEqual([`${recent}.safetensors`]);
  });

  it('of the database is what deleted rows have left in it', async () => {
    const { workspace, client, engine } = await openFilled((home) => {
      const { runs, metrics, close } = opened(home);
      const { id } = runs.create(newRun('with a long curve'));
      const steps = Array.from({ length: 200_000 }, (_, step) => step + 1);
      metrics.addWhole(id, { split: 'training', name: 'loss' }, { steps, values: steps.map(Math.sqrt) });
      runs.ended(id, 'completed');
      runs.delete([id]);
      close();
    });
    const before = bytesAt(workspace.database);
    await client.workspace.clear({ kinds: ['bin'] });
    const clearable = await client.workspace.clearable();
    const free = clearable.find(({ kind }) => kind === 'database')?.bytes ?? 0;
    expect(free).toBeGreaterThan(1_000_000);
    await client.workspace.clear({ kinds: ['database'] });
    await engine.close();
    expect(before - bytesAt(workspace.database)).toBeGreaterThan(free / 2);
    expect(checkWorkspace(workspace)).toMatchObject({ ok: true, counts: { runs: 3, curveParts: 3 } });
  });
});
