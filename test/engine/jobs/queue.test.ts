import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Workspace } from '../../../src-main/engine/workspace';
import { withoutEnd } from '../../support/withoutEnd';
import { hasReached, openEngine, watchUntil, type EngineCalls } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const start = async (client: EngineCalls, name: string, training: object = { epochs: 1 }) =>
  (await client.runs.start({ experiment: experimentNamed(name, training) })).runId;

/** A run that trains until it is stopped, and behind it three that wait. */
async function busyEngine(home = temporaryFolder()) {
  const opened = openEngine(home, programs);
  const { client } = opened;
  const busy = await start(client, 'busy', withoutEnd);
  const [a, b, c] = [await start(client, 'a'), await start(client, 'b'), await start(client, 'c')];
  await watchUntil(client, busy, hasReached(1));
  return { home, ...opened, busy, a, b, c };
}

const namesIn = async (client: EngineCalls) => (await client.queue.list()).waiting.map(({ name }) => name);

/** By when their training began. */
async function trainedOrder(client: EngineCalls): Promise<string[]> {
  const { runs } = await client.runs.list({});
  return runs
    .filter(({ name }) => name !== 'busy')
    .sort((one, other) => ((one.startedAt ?? '') < (other.startedAt ?? '') ? -1 : 1))
    .map(({ name }) => name);
}

describe('the queue', () => {
  it('is trained in the order that it was given, also by another engine on the workspace', async () => {
    const { home, client, busy, a, b, c } = await busyEngine();
    expect(await namesIn(client)).toEqual(['a', 'b', 'c']);
    const { waiting } = await client.queue.move({ runIds: [c], before: a });
    expect(waiting.map(({ name, elsewhere }) => [name, elsewhere])).toEqual([
      ['c', false],
      ['a', false],
      ['b', false],
    ]);
    const other = openEngine(home, programs).client;
    expect((await other.queue.move({ runIds: [a], before: null })).waiting).toMatchObject([
      { name: 'c', elsewhere: true },
      { name: 'b', elsewhere: true },
      { name: 'a', elsewhere: true },
    ]);
    await client.runs.stop({ runId: busy });
    for (const runId of [a, b, c]) await watchUntil(client, runId);
    expect(await trainedOrder(client)).toEqual(['c', 'b', 'a']);
    expect(await client.queue.list()).toEqual({ waiting: [], interrupted: [] });
  });

  it('keeps its order where the engine ends, for when it goes on', async () => {
    const before = await busyEngine();
    await before.client.queue.move({ runIds: [before.c, before.b], before: before.a });
    await before.engine.close();

    const { client } = openEngine(before.home, programs);
    const { waiting, interrupted } = await client.queue.list();
    expect(waiting).toEqual([]);
    expect(interrupted.map(({ name }) => name)).toEqual(['busy', 'c', 'b', 'a']);
    await client.queue.continue();
    await watchUntil(client, before.busy, hasReached(1));
    expect(await client.queue.list()).toMatchObject({
      waiting: [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
      interrupted: [],
    });
  });

  it('moves no run that trains, and leaves out one that was taken out', async () => {
    const { client, busy, a, b } = await busyEngine();
    await expect(client.queue.move({ runIds: [busy], before: null })).rejects.toMatchObject({
      data: { code: 'notAllowedNow', where: busy },
    });
    await client.runs.stop({ runId: a });
    expect(await namesIn(client)).toEqual(['b', 'c']);
    await expect(client.queue.move({ runIds: [b], before: a })).rejects.toMatchObject({
      data: { code: 'notAllowedNow', where: a },
    });
  });

  it('goes on with all that can, and tells of each that cannot', async () => {
    const before = await busyEngine();
    await before.engine.close();
    writeFileSync(Workspace.open(before.home).checkpoint(before.busy, 'last'), 'no weights');

    const { client } = openEngine(before.home, programs);
    const { queue, refused } = await client.queue.continue();
    expect(refused).toMatchObject([{ runId: before.busy, name: 'busy', error: { code: 'badArgument' } }]);
    expect(queue.interrupted.map(({ name }) => name)).toEqual(['busy']);
    for (const runId of [before.a, before.b, before.c]) await watchUntil(client, runId);
    expect(await trainedOrder(client)).toEqual(['a', 'b', 'c']);
    expect((await client.queue.continue()).refused).toMatchObject([{ runId: before.busy }]);
  });

  it('takes out what waits, and never what trains', async () => {
    const { client, busy, a, b } = await busyEngine();
    const { waiting } = await client.queue.takeOut({ runIds: [busy, a, b] });
    expect(waiting.map(({ name }) => name)).toEqual(['c']);
    expect(await client.runs.get({ runId: a })).toMatchObject({ state: 'stopped' });
    await expect(client.queue.takeOut({ runIds: [busy] })).rejects.toMatchObject({
      data: { code: 'notAllowedNow', where: busy },
    });
    expect(await client.runs.get({ runId: busy })).toMatchObject({ state: 'running' });
  });

  it('leaves interrupted runs that were put aside where they are, and lets the places of others go', async () => {
    const before = await busyEngine();
    await before.engine.close();
    const { client } = openEngine(before.home, programs);
    await client.runs.label({ runIds: [before.busy], archived: true });
    expect((await client.queue.list()).interrupted.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(await client.queue.letGo({ runIds: [before.a, before.b] })).toMatchObject({
      interrupted: [{ name: 'c' }],
    });
    await client.queue.continue();
    await watchUntil(client, before.c);
    const runs = await Promise.all(
      [before.busy, before.a, before.b].map((runId) => client.runs.get({ runId })),
    );
    expect(runs.map(({ state }) => state)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    await client.runs.continue({ runId: before.a });
    await watchUntil(client, before.a);
    expect((await client.runs.get({ runId: before.a })).state).toBe('completed');
  });
});
