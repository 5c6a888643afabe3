import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunId } from '@shared/ids';
import type { RunDetail } from '@shared/runs/run';
import { RunRecords } from '../../../src-main/engine/adoption/record';
import { openLog } from '../../../src-main/engine/log';
import { builtProgram } from '../../e2e/support/harness';
import { filledWorkspace, lossOf, opened } from '../safety/workspace';
import { openEngine } from '../support/engine';
import { newRun } from '../support/stores';
import { temporaryFolder } from '../support/workspace';
import { loseRows, recorded } from './lost';

const programs = join(builtProgram('engine'), '..');

const told = ({ color: _color, ...run }: RunDetail) => run;

it('a run whose row is lost is named by the check and taken up with all that it had', async () => {
  const { home, ids } = await recorded();
  const id = ids[1] as RunId;
  const before = openEngine(home, programs);
  const run = await before.client.runs.get({ runId: id });
  await before.engine.close();
  loseRows(home, [id]);

  const { client, engine } = openEngine(home, programs);
  const { problems } = await client.workspace.check();
  expect(problems).toMatchObject([
    { kind: 'runNotListed', runId: id, message: expect.stringContaining('run 1') as unknown },
  ]);
  const adopted = await client.workspace.adopt({});
  expect(adopted).toMatchObject({
    runs: [{ run: { id, state: 'completed' }, withCurves: true }],
    refused: [],
  });
  expect(told(await client.runs.get({ runId: id }))).toEqual(told(run));
  const points = await client.runs.points({ runId: id, split: 'training', name: 'loss' });
  expect(points.values).toEqual(lossOf(1));
  expect((await client.workspace.check()).ok).toBe(true);
  await engine.close();
});

it('of a run that was training, only what is verified is known again: what it trains and its whole weights', async () => {
  const { home, ids } = filledWorkspace(1);
  const { workspace, runs, metrics, close } = opened(home);
  const { id } = runs.create(newRun('under way'));
  runs.setActiveState(id, 'running');
  await new RunRecords({ runs, metrics, workspace, log: openLog(workspace.log).log }).keep(id);
  cpSync(workspace.checkpoint(ids[0] as RunId, 'last'), workspace.checkpoint(id, 'last'));
  const bytes = readFileSync(workspace.checkpoint(id, 'last'));
  bytes.writeUInt8(bytes.readUInt8(bytes.byteLength - 1) ^ 1, bytes.byteLength - 1);
  writeFileSync(workspace.checkpoint(id, 'best'), bytes);
  close();
  loseRows(home, [id]);

  const { client } = openEngine(home, programs);
  const { runs: adopted } = await client.workspace.adopt({ runIds: [id] });
  expect(adopted).toMatchObject([{ withCurves: false, run: { id, state: 'interrupted' } }]);
  const run = await client.runs.get({ runId: id });
  expect(run.error?.code).toBe('workspaceDamaged');
  expect(run.experiment?.name).toBe('under way');
  expect(run.progress).toBeNull();
  expect(run.metrics.validationLoss).toBeNull();
  const listed = (await client.runs.list({})).runs.find((each) => each.id === id);
  expect(listed?.checkpoints.map(({ name }) => name)).toEqual(['last']);
});

it('a folder that does not say what was trained, or not as it was written, is refused with the reason', async () => {
  const { home, ids } = await recorded();
  const [without, damaged] = ids as [RunId, RunId];
  rmSync(join(home, 'runs', without, 'run.json.gz'));
  const path = join(home, 'runs', damaged, 'run.json.gz');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(200) ^ 4, 200);
  writeFileSync(path, bytes);
  loseRows(home, [without, damaged]);

  const { client } = openEngine(home, programs);
  const { runs, refused } = await client.workspace.adopt({});
  expect(runs).toEqual([]);
  expect(refused.map(({ runId, error }) => [runId, error.code]).sort()).toEqual(
    [
      [without, 'notFound'],
      [damaged, 'workspaceDamaged'],
    ].sort(),
  );
  expect((await client.workspace.check()).problems.map(({ kind }) => kind)).toEqual([
    'runNotListed',
    'runNotListed',
  ]);
});

it('a run of which the folder tells an end that the database lost gets that end', async () => {
  const { home, ids } = await recorded();
  const id = ids[0] as RunId;
  const { runs, close } = opened(home);
  runs.ended(id, 'interrupted');
  close();
  const { client } = openEngine(home, programs);
  expect((await client.workspace.check()).problems).toMatchObject([{ kind: 'runNotListed', runId: id }]);
  await client.workspace.adopt({ runIds: [id] });
  expect(await client.runs.get({ runId: id })).toMatchObject({ state: 'completed', name: 'run 0' });
  expect((await client.workspace.check()).ok).toBe(true);
});

/** A copy of a workspace as a killed engine leaves it. */
function killed(home: string): string {
  const { runs, close } = opened(home);
  runs.create(newRun('written last'));
  const copy = join(temporaryFolder(), 'killed');
  cpSync(home, copy, { recursive: true });
  close();
  return copy;
}

it('a journal that is gone after its engine was killed is told at each opening, until it is looked after', async () => {
  const home = killed(filledWorkspace().home);
  rmSync(join(home, 'layerlab.sqlite-wal'));
  for (let opening = 1; opening <= 2; opening++) {
    const { client, engine } = openEngine(home, programs);
    expect(engine.warnings).toMatchObject([
      { code: 'workspaceDamaged', where: `${home}/layerlab.sqlite-wal` },
    ]);
    expect((await client.workspace.state()).journalLostAt).not.toBeNull();
    expect((await client.workspace.check()).problems).toMatchObject([{ kind: 'journal' }]);
    expect((await client.runs.list({})).total).toBe(3);
    await engine.close();
  }
  const { client, engine } = openEngine(home, programs);
  await client.workspace.adopt({});
  expect((await client.workspace.check()).ok).toBe(true);
  await engine.close();
  expect(openEngine(home, programs).engine.warnings).toEqual([]);
});

it('of a journal that is there nothing is said, however its engine ended', async () => {
  const home = killed(filledWorkspace().home);
  expect(existsSync(join(home, 'layerlab.sqlite-wal'))).toBe(true);
  const { client, engine } = openEngine(home, programs);
  expect(engine.warnings).toEqual([]);
  expect((await client.runs.list({})).total).toBe(4);
});
