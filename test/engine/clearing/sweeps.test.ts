import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import type { RunId } from '@shared/ids';
import { checkWorkspace } from '../../../src-main/engine/safety/check';
import { SweepStore } from '../../../src-main/engine/sweeps/sweepStore';
import { builtProgram } from '../../e2e/support/harness';
import { filledWorkspace, opened } from '../safety/workspace';
import { openEngine } from '../support/engine';
import { experimentNamed } from '../support/stores';

const programs = join(builtProgram('engine'), '..');

/** A finished sweep of one point over as many seeds as there are runs; open in an engine. */
function openSwept() {
  const { home, ids } = filledWorkspace();
  const { database, workspace, close } = opened(home);
  const store = new SweepStore(database);
  const experiment = parseExperiment({
    ...experimentNamed('swept'),
    sweep: { method: 'grid', parameters: { 'network.hidden.units': [4] }, seeds: ids.length },
  });
  const sweepId = store.create({ experiment, identity: 'the same', datasetHash: 'data', owner: 'gone' });
  store.addPoint(
    sweepId,
    0,
    { 'network.hidden.units': 4 },
    ids.map((_, seed) => seed),
  );
  ids.forEach((runId, seed) => {
    store.setRun(sweepId, 0, seed, { runId, state: 'completed', value: seed });
    store.rememberTask(`${sweepId}/0/${seed}`, runId);
  });
  store.setPoint(sweepId, 0, { state: 'finished', value: 1 });
  store.setState(sweepId, 'finished');
  close();
  const { client, engine } = openEngine(home, programs);
  return { ids: ids as [RunId, RunId, RunId], sweepId, workspace, client, engine };
}

const namesOf = async ({ client }: Pick<ReturnType<typeof openSwept>, 'client'>) =>
  (await client.runs.list({})).runs.map(({ id }) => id).sort();

it('a deleted sweep takes its runs with it where that is asked, and brings back those and no others', async () => {
  const open = openSwept();
  const { client, ids, sweepId } = open;
  await client.runs.delete({ runIds: [ids[0]] });
  expect((await client.sweeps.delete({ sweepId, withRuns: true })).runIds.sort()).toEqual(
    ids.slice(1).sort(),
  );
  expect(await client.sweeps.list()).toEqual([]);
  await expect(client.sweeps.get({ sweepId })).rejects.toMatchObject({ data: { code: 'notFound' } });
  expect(await namesOf(open)).toEqual([]);

  expect((await client.sweeps.restore({ sweepId })).runIds.sort()).toEqual(ids.slice(1).sort());
  expect(await client.sweeps.list()).toMatchObject([{ id: sweepId, runs: 3 }]);
  expect(await namesOf(open)).toEqual(ids.slice(1).sort());
});

it('a deleted sweep leaves its runs where that is not asked', async () => {
  const open = openSwept();
  const { client, sweepId } = open;
  expect(await client.sweeps.delete({ sweepId })).toEqual({ runIds: [] });
  expect(await namesOf(open)).toHaveLength(3);
  expect(await client.workspace.bin()).toMatchObject([
    { kind: 'sweep', id: sweepId, name: 'swept', bytes: 0 },
  ]);
  await client.workspace.clear({ kinds: ['bin'] });
  await expect(client.sweeps.restore({ sweepId })).rejects.toMatchObject({ data: { code: 'notFound' } });
  expect(await namesOf(open)).toHaveLength(3);
});

it('a sweep keeps the values of runs that were deleted for good, and the check names none of them as lost', async () => {
  const { client, engine, ids, sweepId, workspace } = openSwept();
  await client.runs.delete({ runIds: [ids[0]] });
  await client.workspace.clear({ kinds: ['bin'] });
  expect((await client.sweeps.get({ sweepId })).points[0]?.runs).toMatchObject([
    { runId: ids[0], state: 'completed', value: 0 },
    {},
    {},
  ]);
  await engine.close();
  expect(checkWorkspace(workspace)).toMatchObject({ ok: true, counts: { runs: 2, sweeps: 1 } });
});
