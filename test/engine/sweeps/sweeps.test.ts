import { afterEach, describe, expect, it } from 'vitest';
import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { activeSweepStates, type SweepId } from '@shared/runs/sweeps/sweep';
import { EngineLease } from '../../../src-main/engine/jobs/lease';
import { openLog } from '../../../src-main/engine/log';
import { Sweeps } from '../../../src-main/engine/sweeps/sweeps';
import { SweepStore } from '../../../src-main/engine/sweeps/sweepStore';
import { Workspace } from '../../../src-main/engine/workspace';
import { eventually } from '../support/engine';
import { experimentNamed, openStores } from '../support/stores';
import { temporaryFolder } from '../support/workspace';
import { FunctionExecutor, type Course } from './functionExecutor';

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end();
});

/** The sweeps of a workspace in the hands of an engine that trains by a function. */
function open(course: Course, { home = temporaryFolder(), places = 1 } = {}) {
  const workspace = Workspace.open(home);
  const { database } = openStores(workspace.database);
  const lease = EngineLease.take(workspace.leases);
  const executor = new FunctionExecutor(course, places);
  const { log } = openLog(workspace.log);
  const sweeps = new Sweeps({ store: new SweepStore(database), executor, workspace, lease, log });
  let isOpen = true;
  /** As a process that is killed: nothing is written down any more. */
  const kill = () => {
    if (!isOpen) return;
    isOpen = false;
    database.close();
    lease.release();
  };
  endings.push(() => {
    if (isOpen) sweeps.close();
    kill();
  });
  const end = async (id: SweepId) => {
    await eventually(() => !activeSweepStates.includes(sweeps.summary(id).state));
    return { sweep: sweeps.summary(id), points: sweeps.points(id) };
  };
  return { sweeps, executor, kill, home, end };
}

function swept(sweep: object, training: object = { epochs: 3 }): Experiment {
  return parseExperiment({ ...experimentNamed('swept', training), sweep });
}

const units = (experiment: Experiment) => Number(experiment.network.layers[1]?.['units']);
const grid = { method: 'grid', parameters: { 'network.hidden.units': [1, 2, 3, 4] } };

describe('a sweep', () => {
  it('hands each point over its seeds to its executor, and tells the best by their mean', async () => {
    const { sweeps, executor, end } = open(
      (experiment) => Math.abs(units(experiment) - 3) + experiment.training.seed / 10,
    );
    const id = await sweeps.start(swept({ ...grid, seeds: 3 }, { epochs: 1, seed: 5 }));
    const { sweep, points } = await end(id);
    expect(executor.handed).toEqual(
      [0, 1, 2, 3].flatMap((point) => [5, 6, 7].map((seed) => `${id}/${point}/${seed}`)),
    );
    expect(sweep).toMatchObject({
      state: 'finished',
      points: 4,
      runs: 12,
      mostRuns: 12,
      states: { finished: 4 },
    });
    expect(sweep.best).toMatchObject({
      point: 2,
      runId: `${id}/2/5`,
      parameters: { 'network.hidden.units': 3 },
    });
    expect(sweep.best?.value).toBeCloseTo(0.6, 12);
    expect(points.map(({ value }) => value?.toFixed(1))).toEqual(['2.6', '1.6', '0.6', '1.6']);
  });

  it('takes the highest for the best where higher is better', async () => {
    const { sweeps, end } = open((experiment) => units(experiment) / 10);
    const { sweep } = await end(await sweeps.start(swept({ ...grid, metric: 'validation.accuracy' })));
    expect(sweep.best).toMatchObject({ parameters: { 'network.hidden.units': 4 }, value: 0.4 });
  });

  it('counts a point that diverged as the worst, and goes on', async () => {
    const { sweeps, end } = open((experiment) => (units(experiment) < 3 ? null : units(experiment)));
    const { sweep } = await end(await sweeps.start(swept(grid)));
    expect(sweep.states).toEqual({ diverged: 2, finished: 2 });
    expect(sweep.best?.value).toBe(3);
  });

  it('tells a point that cannot be trained with its reason, and goes on', async () => {
    const { sweeps, end, executor } = open(() => 1);
    const parameters = {
      'training.optimizer.kind': ['adam', 'momentum'],
      'training.optimizer.momentum': [0.5, 0.9],
    };
    const { sweep, points } = await end(await sweeps.start(swept({ method: 'grid', parameters })));
    expect(sweep.states).toEqual({ invalid: 2, finished: 2 });
    expect(points[0]?.error).toMatchObject({ message: expect.stringContaining('momentum') as string });
    expect(executor.handed).toHaveLength(2);
  });

  it('gives up where not one of its points can be trained', async () => {
    const { sweeps, end } = open(() => 1);
    const whole = swept({
      method: 'random',
      parameters: { 'training.l2': { uniform: [0, 1] } },
      budget: { runs: 100 },
    });
    const torn = { ...whole, network: { ...whole.network, edges: [] } };
    const { sweep } = await end(await sweeps.start(torn));
    expect(sweep.state).toBe('failed');
    expect(sweep.error).not.toBeNull();
    expect(sweep.points).toBe(20);
  });

  it('keeps to its budget of runs, whole points alone', async () => {
    const { sweeps, end } = open(() => 1);
    const random = { method: 'random', parameters: { 'training.l2': { logUniform: [1e-6, 1] } } };
    const { sweep } = await end(await sweeps.start(swept({ ...random, seeds: 2, budget: { runs: 7 } })));
    expect(sweep).toMatchObject({ points: 3, runs: 6 });
  });

  it('begins no further point when its time is over', async () => {
    const { sweeps, end } = open(() => 1);
    const random = { method: 'random', parameters: { 'training.l2': { logUniform: [1e-6, 1] } } };
    const { sweep } = await end(await sweeps.start(swept({ ...random, budget: { time: 0.000001 } })));
    expect(sweep).toMatchObject({ state: 'finished', points: 0, best: null });
  });

  it('stops early what successive halving sees no hope in, and nothing else', async () => {
    const { sweeps, executor, end } = open((experiment, epoch) => units(experiment) + 1 / epoch);
    const parameters = { 'network.hidden.units': { integer: [1, 200] } };
    const asha = { method: 'asha', parameters, budget: { runs: 30 } };
    const { sweep, points } = await end(await sweeps.start(swept(asha, { epochs: 9 })));
    expect(sweep.states.halted).toBeGreaterThan(10);
    for (const { state, haltedAfter, runs } of points) {
      const worked = executor.epochs.get(runs[0]?.runId ?? ('' as never));
      if (state === 'finished') expect(worked).toBe(9);
      else expect([worked, [1, 3]]).toEqual([haltedAfter, expect.arrayContaining([haltedAfter])]);
    }
    const values = points.map(({ parameters: tried }) => Number(tried['network.hidden.units']));
    expect(sweep.best?.parameters).toEqual({ 'network.hidden.units': Math.min(...values) });
  });

  it('has as many runs under way as there are places', async () => {
    const { sweeps, executor, end } = open((experiment) => units(experiment), { places: 3 });
    await end(await sweeps.start(swept(grid)));
    expect(new Set(executor.handed).size).toBe(4);
  });

  it('is refused where its metric or a path is wrong, before anything is handed over', async () => {
    const { sweeps, executor } = open(() => 1);
    await expect(sweeps.start(swept({ ...grid, metric: 'validation.r2' }))).rejects.toMatchObject({
      where: 'sweep.metric',
    });
    await expect(sweeps.start(experimentNamed('none'))).rejects.toMatchObject({ where: 'sweep' });
    expect(executor.handed).toEqual([]);
    expect(sweeps.list()).toEqual([]);
  });
});

describe('a sweep that was broken off', () => {
  const tpe = {
    method: { kind: 'tpe', startup: 4 },
    parameters: { 'network.hidden.units': { integer: [1, 100] }, 'training.l2': { logUniform: [1e-6, 1] } },
    seeds: 2,
    budget: { runs: 30 },
  };
  const course: Course = (experiment) => Math.abs(units(experiment) - 40) + experiment.training.l2;

  it('by a kill goes on with the points that were open, does none twice and comes to the same', async () => {
    const whole = open(course);
    const expected = await whole.end(await whole.sweeps.start(swept(tpe)));

    const home = temporaryFolder();
    const handed = new Map<string, number>();
    let parameters: unknown[] = [];
    for (const pointsUntilKill of [1, 4, 9, 15]) {
      const { sweeps, executor, kill, end } = open(course, { home });
      const id = await sweeps.start(swept(tpe));
      await eventually(() => sweeps.summary(id).points >= pointsUntilKill);
      if (pointsUntilKill === 15) {
        const { sweep, points } = await end(id);
        expect(sweep).toMatchObject({ state: 'finished', points: 15, runs: 30 });
        expect(sweep.best).toMatchObject({ value: expected.sweep.best?.value });
        parameters = points.map((point) => point.parameters);
      }
      kill();
      for (const key of executor.handed) handed.set(key, (handed.get(key) ?? 0) + 1);
    }
    expect(parameters).toEqual(expected.points.map((point) => point.parameters));
    expect(handed.size).toBe(30);
    // A point that was open at a kill is handed over again by the same key, so at most one for each of three kills.
    const again = [...handed.values()].filter((count) => count > 1);
    expect(again.length).toBeLessThanOrEqual(6);
  });

  it('by a pause goes on where it was', async () => {
    const { sweeps, executor, end } = open(course);
    const id = await sweeps.start(swept(tpe));
    await eventually(() => sweeps.summary(id).points >= 3);
    await sweeps.end(id, 'paused');
    expect(sweeps.summary(id).state).toBe('paused');
    const { length } = executor.handed;
    await new Promise((resolve) => setImmediate(resolve));
    expect(executor.handed).toHaveLength(length);
    await sweeps.continue(id);
    expect((await end(id)).sweep).toMatchObject({ state: 'finished', points: 15, runs: 30 });
    expect(new Set(executor.handed).size).toBe(30);
  });

  it('by the engine’s end says that it was interrupted', async () => {
    const { sweeps } = open(course);
    const id = await sweeps.start(swept(tpe));
    sweeps.close();
    expect(sweeps.summary(id).state).toBe('interrupted');
  });

  it('is given more budget by the same file with a larger one', async () => {
    const { sweeps, end, executor } = open(course);
    const first = await sweeps.start(swept({ ...tpe, budget: { runs: 6 } }));
    expect((await end(first)).sweep.runs).toBe(6);
    const second = await sweeps.start(swept({ ...tpe, budget: { runs: 10 } }));
    expect(second).toBe(first);
    expect((await end(second)).sweep.runs).toBe(10);
    expect(executor.handed).toHaveLength(10);
  });

  it('is left to the engine that has it in hand', async () => {
    const home = temporaryFolder();
    const one = open(() => 1, { home });
    const other = open(() => 1, { home });
    const slow = swept({ ...grid, budget: { runs: 4 } }, { epochs: 100_000 });
    const id = await one.sweeps.start(slow);
    await expect(other.sweeps.start(slow)).rejects.toMatchObject({ code: 'notAllowedNow' });
    expect(other.sweeps.summary(id).state).toBe('running');
  });
});
