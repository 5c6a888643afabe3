import { availableParallelism } from 'node:os';
import { safe } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import type { RunState } from '@shared/runs/run';
import type { Compilation } from '@shared/training/computing/compilation';
import { withoutEnd } from '../../support/withoutEnd';
import { hasReached, openEngine, trainersOf, watchUntil, isNow } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const seeded = (training: object, seeds: readonly number[]): Experiment[] =>
  seeds.map((seed) => experimentNamed('seeds', { ...training, seed }));

type Engine = ReturnType<typeof openEngine>;

async function startAll({ client }: Engine, experiments: Experiment[]): Promise<RunId[]> {
  return (await client.runs.start({ experiments })).runIds;
}

const isCompiling = (event: RunEvent) => event.type === 'summary' && event.run.compiling === true;

const all = ({ client }: Engine, runIds: readonly RunId[]) =>
  Promise.all(runIds.map((runId) => client.runs.get({ runId })));

/**
 * Starts three runs and does something to the first two on their way: with ever more epochs, until that comes before
 * their end.
 */
async function onTheirWay(
  engine: Engine,
  compilation: Compilation,
  act: (runIds: readonly [RunId, RunId]) => Promise<boolean>,
) {
  for (let epochs = 500; ; epochs *= 4) {
    const experiments = seeded({ epochs, compilation, observation: 'auto' }, [1, 2, 3]);
    const runIds = await startAll(engine, experiments);
    const [first = missing(), second = missing()] = runIds;
    await watchUntil(engine.client, first, hasReached(20));
    const acted = await act([first, second]);
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
    if (acted) return { experiments, runIds };
  }
}

/** Whether a call leaves a run in a state: it does not where the run has ended before. */
async function leavesIt(state: RunState, call: Promise<{ readonly state: RunState }>): Promise<boolean> {
  const { error, data } = await safe(call);
  if (error === null) return data.state === state;
  expect(error).toMatchObject({ data: { code: 'notAllowedNow' } });
  return false;
}

async function trainedWhole(engine: Engine, experiments: Experiment[]) {
  const runIds = await startAll(engine, experiments);
  await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
  return all(engine, runIds);
}

/** Trains the first of the runs on to its end, where all others are. @returns a hash of the weights of each */
async function goneOn(engine: Engine, runIds: readonly RunId[]): Promise<(string | null)[]> {
  const [first = missing()] = runIds;
  await engine.client.runs.continue({ runId: first });
  await watchUntil(engine.client, first);
  const ended = await all(engine, runIds);
  expect(ended.map(({ state }) => state)).toEqual(ended.map(() => 'completed'));
  return ended.map(({ weightsHash }) => weightsHash);
}

/** Each of the runs, which none sees the end of, trains again. */
async function expectToGoOn(engine: Engine, runIds: readonly RunId[]): Promise<void> {
  for (const runId of runIds) {
    await engine.client.runs.continue({ runId });
    await watchUntil(engine.client, runId, hasReached(1));
    expect((await engine.client.runs.stop({ runId })).state).toBe('stopped');
  }
}

describe('runs that are trained as one', () => {
  it('are to everybody ordinary runs, which end in what each would end in alone', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const runs = await trainedWhole(engine, seeded({ epochs: 6, observation: 'auto' }, [1, 2, 3]));
    const runIds = runs.map(({ id }) => id);
    expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
    expect(runs.map(({ compilation }) => compilation?.together)).toEqual([3, 3, 3]);
    expect(runs.map(({ checkpoints }) => checkpoints.map(({ name }) => name))).toEqual(
      runs.map(() => ['best', 'last']),
    );

    const [alone] = seeded({ epochs: 6, observation: 'auto' }, [2]);
    if (alone === undefined) throw new Error('no experiment');
    const { runId } = await engine.client.runs.start({ experiment: alone });
    await watchUntil(engine.client, runId);
    const one = await engine.client.runs.get({ runId });
    expect(one.compilation?.together).toBeUndefined();
    for (const [name, value] of Object.entries(one.metrics)) {
      const together = runs[1]?.metrics[name as keyof typeof one.metrics];
      if (value === null) expect(together).toBeNull();
      else expect(together).toBeCloseTo(value, 4);
    }
    const curves = await engine.client.runs.curves({ runIds: [runIds[1] ?? runId, runId] });
    const stepsOf = (id: RunId) => curves.filter((curve) => curve.runId === id).map(({ steps }) => steps);
    expect(stepsOf(runIds[1] ?? runId)).toEqual(stepsOf(runId));
  });

  it('end in the same bits every time', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const hashes: (string | null)[][] = [];
    for (let time = 0; time < 2; time++) {
      const runs = await trainedWhole(engine, seeded({ epochs: 4 }, [5, 6, 7]));
      hashes.push(runs.map(({ weightsHash }) => weightsHash));
    }
    expect(hashes[1]).toEqual(hashes[0]);
    expect(new Set(hashes[0]).size).toBe(3);
  });

  it('are stopped, paused and go on one by one, in the bits that they would have had', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const { experiments, runIds } = await onTheirWay(engine, 'plain', async ([first, second]) => {
      if (!(await leavesIt('stopped', engine.client.runs.stop({ runId: first })))) return false;
      if (!(await leavesIt('paused', engine.client.runs.pause({ runId: second })))) return false;
      expect(await engine.client.runs.resume({ runId: second })).toMatchObject({ state: 'running' });
      return true;
    });
    const whole = await trainedWhole(engine, experiments);
    expect(await goneOn(engine, runIds)).toEqual(whole.map(({ weightsHash }) => weightsHash));
  });

  it('have all crashed when their trainer is killed, with what was told of them kept, and can go on', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const runIds = await startAll(engine, seeded(withoutEnd, [1, 2, 3]));
    const events = await Promise.all(
      runIds.map((runId) => watchUntil(engine.client, runId, hasReached(200))),
    );
    const [trainer, ...others] = trainersOf(process.pid);
    if (trainer === undefined) throw new Error('no trainer found');
    expect(others).toEqual([]);
    process.kill(trainer, 'SIGKILL');
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
    const crashed = await all(engine, runIds);
    expect(crashed.map(({ state }) => state)).toEqual(['crashed', 'crashed', 'crashed']);
    const curves = await engine.client.runs.curves({ runIds, maximumPoints: 100_000 });
    events.forEach((heard, run) => {
      const steps = heard.flatMap((event) => (event.type === 'progress' ? event.progress.step : []));
      const kept = curves.filter(({ runId, name }) => runId === runIds[run] && name === 'loss');
      expect(Math.max(...kept.flatMap((curve) => curve.steps))).toBeGreaterThanOrEqual(Math.max(...steps));
    });
    await expectToGoOn(engine, runIds);
  });

  it('go on as machine code where they have begun as such, in the bits that they would have had', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const { experiments, runIds } = await onTheirWay(engine, 'xla', ([first]) =>
      leavesIt('stopped', engine.client.runs.stop({ runId: first })),
    );
    const whole = await trainedWhole(engine, experiments);
    expect(whole[0]?.compilation).toEqual({ path: 'xla', reason: null, together: 3 });
    expect(await goneOn(engine, runIds)).toEqual(whole.map(({ weightsHash }) => weightsHash));
  });

  it('stop one by one while they compile, and the others train on', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const runIds = await startAll(engine, seeded({ ...withoutEnd, compilation: 'xla' }, [1, 2, 3]));
    const [first = missing(), ...others] = runIds;
    await watchUntil(engine.client, first, isCompiling);
    expect(await engine.client.runs.stop({ runId: first })).toMatchObject({ state: 'stopped', error: null });
    await Promise.all(others.map((runId) => watchUntil(engine.client, runId, hasReached(1))));
    expect((await all(engine, runIds)).map(({ state }) => state)).toEqual(['stopped', 'running', 'running']);
    await Promise.all(others.map((runId) => engine.client.runs.stop({ runId })));
    await expectToGoOn(engine, [first]);
  });

  it('have all crashed when their trainer is killed while it compiles, and can go on', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const runIds = await startAll(engine, seeded({ ...withoutEnd, compilation: 'xla' }, [1, 2]));
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId, isCompiling)));
    const [trainer] = trainersOf(process.pid);
    if (trainer === undefined) throw new Error('no trainer found');
    process.kill(trainer, 'SIGKILL');
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
    expect((await all(engine, runIds)).map(({ state }) => state)).toEqual(['crashed', 'crashed']);
    await expectToGoOn(engine, runIds);
  });

  it.skipIf(availableParallelism() < 2)(
    'are many enough for two groups, which train side by side, a core each, in one place of the queue',
    async () => {
      const engine = openEngine(temporaryFolder(), programs);
      const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
      const runIds = await startAll(engine, seeded(withoutEnd, seeds));
      const [waiting = missing()] = await startAll(engine, seeded(withoutEnd, [9]));
      const [first = missing(), last = missing()] = [runIds[0], runIds[7]];
      await Promise.all([first, last].map((runId) => watchUntil(engine.client, runId, hasReached(50))));
      expect((await engine.client.runs.get({ runId: waiting })).state).toBe('queued');
      const runs = await all(engine, runIds);
      expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'running'));
      expect(runs.map(({ compilation }) => compilation?.together)).toEqual(runs.map(() => 4));
      expect(runs.map(({ versions }) => versions?.computing?.threads)).toEqual(runs.map(() => 1));

      // One goes on with as many threads as it began with, whether or not the others do.
      await Promise.all(runIds.map((runId) => engine.client.runs.stop({ runId })));
      await watchUntil(engine.client, waiting, isNow('running'));
      await engine.client.runs.stop({ runId: waiting });
      await engine.client.runs.continue({ runId: first });
      await watchUntil(engine.client, first, isNow('running'));
      const goneOn = await engine.client.runs.get({ runId: first });
      expect(goneOn.compilation?.together).toBe(4);
      expect(goneOn.versions?.computing?.threads).toBe(1);
      expect(goneOn.earlierVersions).toEqual([]);
      await engine.client.runs.stop({ runId: first });
    },
  );

  it('go on together where their engine ended, in one trainer', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    const runIds = await startAll(before, seeded(withoutEnd, [1, 2, 3, 4]));
    await Promise.all(runIds.map((runId) => watchUntil(before.client, runId, hasReached(20))));
    await before.engine.close();

    const engine = openEngine(home, programs);
    expect((await engine.client.queue.continue()).refused).toEqual([]);
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId, isNow('running'))));
    const runs = await all(engine, runIds);
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'running'));
    expect(runs.map(({ compilation }) => compilation?.together)).toEqual([4, 4, 4, 4]);
    expect(trainersOf(process.pid)).toHaveLength(1);
  });

  it('begin together where their engine ended before', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    const [busy = missing()] = await startAll(before, seeded(withoutEnd, [9]));
    const runIds = await startAll(before, seeded({ epochs: 3 }, [1, 2, 3]));
    await watchUntil(before.client, busy, isNow('running'));
    await before.engine.close();

    const engine = openEngine(home, programs);
    await engine.client.queue.continue();
    await watchUntil(engine.client, busy, isNow('running'));
    await engine.client.runs.stop({ runId: busy });
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
    const runs = await all(engine, runIds);
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'completed'));
    expect(runs.map(({ compilation }) => compilation?.together)).toEqual([3, 3, 3]);
  });

  it.skipIf(availableParallelism() < 2)('go on side by side, in one place of the queue', async () => {
    const home = temporaryFolder();
    const before = openEngine(home, programs);
    const runIds = await startAll(before, seeded(withoutEnd, [1, 2, 3, 4, 5, 6, 7, 8]));
    await Promise.all(runIds.map((runId) => watchUntil(before.client, runId, hasReached(20))));
    await before.engine.close();

    const engine = openEngine(home, programs);
    await engine.client.queue.continue();
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId, isNow('running'))));
    const runs = await all(engine, runIds);
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'running'));
    expect(runs.map(({ compilation }) => compilation?.sideBySide)).toEqual(runs.map(() => 2));
    expect(runs.map(({ earlierVersions }) => earlierVersions)).toEqual(runs.map(() => []));
    expect(trainersOf(process.pid)).toHaveLength(2);
  });

  it('leave one that diverges behind, as it is told alone', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const wild = (seed: number, learningRate: number) =>
      experimentNamed('wild', { seed, epochs: 30, optimizer: { kind: 'sgd', learningRate } });
    const [tame, diverging] = await startAll(engine, [wild(1, 0.1), wild(1, 1e30)]);
    if (tame === undefined || diverging === undefined) throw new Error('no run');
    await Promise.all([tame, diverging].map((runId) => watchUntil(engine.client, runId)));
    const alone = await engine.client.runs.start({ experiment: wild(1, 1e30) });
    await watchUntil(engine.client, alone.runId);
    const [one, two, reference] = await all(engine, [tame, diverging, alone.runId]);
    expect(one).toMatchObject({ state: 'completed', compilation: { together: 2 } });
    expect(two).toMatchObject({ state: 'diverged', compilation: { together: 2 }, error: reference?.error });
  });

  it('are trained by themselves where they would not gain, and say why', async () => {
    const engine = openEngine(temporaryFolder(), programs);
    const [narrow] = seeded({ epochs: 2 }, [1]);
    if (narrow === undefined) throw new Error('no experiment');
    const wide = [1, 2].map((seed) => experimentNamed('wide', { epochs: 1, seed, batchSize: 160 }, 5000));
    const runIds = await startAll(engine, [narrow, ...wide]);
    await Promise.all(runIds.map((runId) => watchUntil(engine.client, runId)));
    const facts = (await all(engine, runIds)).map(({ compilation }) => compilation);
    expect(facts[0]).toMatchObject({ apart: expect.stringContaining('no other run') as string });
    expect(facts[1]).toMatchObject({ apart: 'its steps are too long to gain' });
    expect(facts[1]?.together).toBeUndefined();
  });
});

function missing(): never {
  throw new Error('a run is missing');
}
