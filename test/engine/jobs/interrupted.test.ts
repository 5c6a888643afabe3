import { describe, expect, it } from 'vitest';
import type { RunId } from '@shared/ids';
import { withoutEnd } from '../../support/withoutEnd';
import {
  eventually,
  hasReached,
  isAlive,
  isNow,
  openEngine,
  trainersOf,
  watchUntil,
  type EngineCalls,
} from '../support/engine';
import { startEngineChild } from '../support/engineChild';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const endless = experimentNamed('endless', withoutEnd);

async function lossSteps(client: EngineCalls, runId: RunId): Promise<number[]> {
  const series = [{ split: 'training' as const, name: 'loss' }];
  const [loss] = await client.runs.curves({ runIds: [runId], series, maximumPoints: 100_000 });
  return loss?.steps ?? [];
}

/** A run that its engine's end interrupted: with ever more epochs, until that comes before the run's own. */
async function interruptedOnItsWay() {
  const home = temporaryFolder();
  for (let epochs = 500; ; epochs *= 4) {
    const experiment = experimentNamed('through an interruption', {
      ...withoutEnd,
      epochs,
      seed: 5,
      observation: 'auto',
    });
    const first = openEngine(home, programs);
    const { runId } = await first.client.runs.start({ experiment });
    await watchUntil(first.client, runId, hasReached(100), true);
    await first.engine.close();
    const { client } = openEngine(home, programs);
    const { state } = await client.runs.get({ runId });
    if (state !== 'completed') {
      expect(state).toBe('interrupted');
      return { client, experiment, runId };
    }
  }
}

describe('an engine that ends', () => {
  it('leaves the run it trains interrupted, with a checkpoint at its last metric', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    const { runId } = await before.client.runs.start({ experiment: endless });
    await watchUntil(before.client, runId, hasReached(100));
    await before.engine.close();
    expect(trainersOf(process.pid)).toEqual([]);

    const { client } = openEngine(home, programs);
    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({ state: 'interrupted', error: null });
    const steps = await lossSteps(client, runId);
    expect(steps.length).toBe(run.progress?.step);

    await client.runs.continue({ runId });
    await watchUntil(client, runId, hasReached(steps.length + 20));
    await client.runs.stop({ runId });
    const all = await lossSteps(client, runId);
    expect(all).toEqual(all.map((_, index) => index + 1));
  });

  it('leaves what waits interrupted too: it then starts at the first step', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    await before.client.runs.start({ experiment: endless });
    const { runId } = await before.client.runs.start({
      experiment: experimentNamed('waiting', { epochs: 2 }),
    });
    await before.engine.close();

    const { client } = openEngine(home, programs);
    expect(await client.runs.get({ runId })).toMatchObject({ state: 'interrupted', checkpoints: [] });
    await client.runs.continue({ runId });
    await watchUntil(client, runId);
    expect((await client.runs.get({ runId })).state).toBe('completed');
    expect(await lossSteps(client, runId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('does not wait for a trainer that hangs, and loses none of its metrics', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    const { runId } = await before.client.runs.start({ experiment: endless });
    await watchUntil(before.client, runId, hasReached(50));
    for (const trainer of trainersOf(process.pid)) process.kill(trainer, 'SIGSTOP');
    await before.engine.close();

    const { client } = openEngine(home, programs);
    const { state, progress } = await client.runs.get({ runId });
    expect(state).toBe('interrupted');
    expect((await lossSteps(client, runId)).length).toBe(progress?.step);
  });

  it('gives the same weights after the interruption as without it', async () => {
    const { client, experiment, runId } = await interruptedOnItsWay();
    await client.runs.continue({ runId });
    await watchUntil(client, runId);
    const whole = await client.runs.start({ experiment });
    await watchUntil(client, whole.runId);
    const [interrupted, uninterrupted] = await Promise.all(
      [runId, whole.runId].map((id) => client.runs.get({ runId: id })),
    );
    expect(interrupted?.state).toBe('completed');
    expect(interrupted?.weightsHash).toBe(uninterrupted?.weightsHash);
  });
});

describe('an engine that is killed', () => {
  it('takes its trainer with it, and the next one finds the run interrupted', async () => {
    const home = temporaryFolder();
    const killed = startEngineChild(programs, home);
    const { runId } = await killed.client.runs.start({ experiment: endless });
    for await (const event of await killed.client.runs.watch({ runId })) if (hasReached(50)(event)) break;
    const [trainer = 0] = trainersOf(killed.child.pid ?? 0);
    expect(isAlive(trainer)).toBe(true);
    killed.child.kill('SIGKILL');
    await killed.exited;
    await eventually(() => !isAlive(trainer));

    const { client } = openEngine(home, programs);
    expect((await client.runs.get({ runId })).state).toBe('interrupted');
    await client.runs.continue({ runId });
    await watchUntil(client, runId, isNow('running'));
    await client.runs.stop({ runId });
  });
});

describe('two engines on one workspace', () => {
  it('leave each other the runs they train, and show them', async () => {
    const home = temporaryFolder();
    const other = startEngineChild(programs, home);
    const { runId } = await other.client.runs.start({ experiment: endless });
    const { client } = openEngine(home, programs);

    expect((await client.runs.list({})).runs.map(({ id }) => id)).toEqual([runId]);
    const events = await watchUntil(client, runId, ({ type }) => type === 'metrics');
    expect(events.at(-1)?.type).toBe('metrics');
    const refusal = {
      data: { code: 'notAllowedNow', message: expect.stringContaining('another Layerlab') as unknown },
    };
    await expect(client.runs.stop({ runId })).rejects.toMatchObject(refusal);
    await expect(client.runs.delete({ runIds: [runId] })).rejects.toMatchObject({
      data: { code: 'notAllowedNow' },
    });

    const own = await client.runs.start({ experiment: experimentNamed('beside it', { epochs: 2 }) });
    expect((await watchUntil(client, own.runId)).at(-1)).toMatchObject({ run: { state: 'completed' } });

    const watching = watchUntil(client, runId);
    other.child.kill('SIGKILL');
    expect((await watching).at(-1)).toMatchObject({ type: 'summary', run: { state: 'interrupted' } });
  });
});
