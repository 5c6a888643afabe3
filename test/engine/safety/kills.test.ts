import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import { parseExperiment } from '@shared/experiment/parsing';
import type { RunId } from '@shared/ids';
import { Random } from '@shared/random';
import type { SweepId, SweepPoint } from '@shared/runs/sweeps/sweep';
import { withoutEnd } from '../../support/withoutEnd';
import { expectTruth } from '../support/checkpointTruth';
import { eventually, isAlive, openEngine, trainersOf } from '../support/engine';
import { startEngineChild } from '../support/engineChild';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';
import { patience } from '../../patience';

/** `LAYERLAB_KILLS=50` kills as often in each kind of work, from the moments of `LAYERLAB_FIRST_KILL` (1) on. */
const kills = Number(process.env['LAYERLAB_KILLS'] ?? 1);
const first = Number(process.env['LAYERLAB_FIRST_KILL'] ?? 1);
/** What draws the moment of each kill. */
const seeds = Array.from({ length: kills }, (_, place) => first + place);
const long = patience.test(2 + kills);

type Child = ReturnType<typeof startEngineChild>;
type MetricsEvent = Extract<RunEvent, { type: 'metrics' }>;

/** As machine code, as whoever trains for so long does; with batches so small that the steps are many. */
const endless = experimentNamed('endless', {
  ...withoutEnd,
  compilation: 'xla',
  batchSize: 4,
  optimizer: { kind: 'sgd', learningRate: 0.05 },
});

/** Kills the engine, and waits until the trainers, which it takes with it, are gone. */
async function killEngine({ child, exited }: Child): Promise<void> {
  const trainers = trainersOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await exited;
  await eventually(() => !trainers.some(isAlive));
}

async function end({ channel, exited }: Child): Promise<void> {
  channel.end();
  await exited;
}

/** What was shown of a run until so many messages with figures had come. */
async function shownOf({ client }: Child, runId: RunId, messages: number): Promise<MetricsEvent[]> {
  const shown: MetricsEvent[] = [];
  for await (const event of await client.runs.watch({ runId })) {
    if (event.type === 'metrics') shown.push(event);
    if (shown.length >= messages) break;
  }
  return shown;
}

/** Every point that was shown is there, as it was shown. */
async function expectKept({ client }: Child, runId: RunId, shown: readonly MetricsEvent[]): Promise<void> {
  for (const { split, name, steps, values } of shown.flatMap(({ batches }) => batches)) {
    const afterStep = (steps[0] ?? 1) - 1;
    const kept = await client.runs.points({ runId, split, name, afterStep });
    expect(kept.steps.slice(0, steps.length)).toEqual(steps);
    expect(kept.values.slice(0, steps.length)).toEqual(values);
  }
}

async function expectSound({ client }: Pick<Child, 'client'>): Promise<void> {
  expect((await client.workspace.check()).problems).toEqual([]);
}

describe('whatever is killed, and whenever', () => {
  it(
    'while it trains, all that was shown is there, and its checkpoints are what they are said to be',
    async () => {
      const home = temporaryFolder();
      let engine = startEngineChild(programs, home);
      const { runId } = await engine.client.runs.start({ experiment: endless });
      for (const seed of seeds) {
        const numbers = new Random(seed);
        const shown = await shownOf(engine, runId, 1 + numbers.integer(8));
        const isTrainer = numbers.integer(2) === 0;
        if (isTrainer) {
          for (const trainer of trainersOf(engine.child.pid ?? 0)) process.kill(trainer, 'SIGKILL');
          await shownOf(engine, runId, Infinity);
        } else {
          await killEngine(engine);
          engine = startEngineChild(programs, home);
        }
        const { state } = await engine.client.runs.get({ runId });
        expect(state).toBe(isTrainer ? 'crashed' : 'interrupted');
        await expectKept(engine, runId, shown);
        await expectSound(engine);
        await expectTruth(engine.client, runId, temporaryFolder());
        await engine.client.runs.continue({ runId });
      }
      await end(engine);
    },
    long,
  );

  it(
    'in a sweep, no point is lost and none is taken twice',
    async () => {
      const home = temporaryFolder();
      const experiment = parseExperiment({
        ...experimentNamed('swept', { epochs: 40 }),
        sweep: {
          method: 'random',
          parameters: { 'training.optimizer.learningRate': { logUniform: [0.001, 0.1] } },
          seeds: 2,
          budget: { runs: 2 * (2 + kills) },
        },
      });
      let engine = startEngineChild(programs, home);
      const { sweepId } = await engine.client.sweeps.start({ experiment });
      for (const seed of seeds) {
        const finished = await finishedAfter(engine, sweepId, new Random(seed).integer(5));
        await killEngine(engine);
        engine = startEngineChild(programs, home);
        const { points } = await engine.client.sweeps.get({ sweepId });
        for (const point of finished) expect(points[point.number]).toEqual(point);
        await expectSound(engine);
        await engine.client.sweeps.continue({ sweepId });
      }
      await finishedAfter(engine, sweepId, Infinity);
      await expectEachOnce(engine, sweepId, 2 + kills);
      await end(engine);
    },
    long,
  );

  it(
    'while it makes a backup of a workspace in use, none that is listed is damaged',
    async () => {
      const home = temporaryFolder();
      let engine = startEngineChild(programs, home);
      const { runId } = await engine.client.runs.start({ experiment: endless });
      for (const seed of seeds) {
        const shown = await shownOf(engine, runId, 2);
        const backup = engine.client.workspace.backUp().catch(() => null);
        await passed(new Random(seed).uniform(0, 40));
        await killEngine(engine);
        await backup;
        engine = startEngineChild(programs, home);
        await expectKept(engine, runId, shown);
        await expectSound(engine);
        await engine.client.runs.continue({ runId });
      }
      await end(engine);
    },
    long,
  );

  it(
    'while it converts an earlier workspace, that is as it was, or as it is to be',
    async () => {
      const earlier = largeEarlierWorkspace();
      const whole = await opening(copyOf(earlier), Infinity);
      for (const seed of seeds) {
        const home = copyOf(earlier);
        await opening(home, new Random(seed).uniform(0, whole));
        const { client } = openEngine(home, programs);
        const { runs } = await client.runs.list({ sort: 'name', descending: false });
        expect(runs.map(({ name, state }) => [name, state])).toEqual([
          ['kept past', 'completed'],
          ['stopped halfway', 'stopped'],
        ]);
        const runIds = runs.slice(0, 1).map(({ id }) => id);
        const curves = await client.runs.curves({ runIds });
        expect(curves.filter(({ name }) => name.startsWith('more'))).toHaveLength(seriesMore);
        expect((await client.workspace.check()).problems).toEqual([]);
      }
    },
    long,
  );
});

/** Hears a sweep until so many messages have come, or it has ended. @returns the points that have a value */
async function finishedAfter({ client }: Child, sweepId: SweepId, messages: number): Promise<SweepPoint[]> {
  const finished = new Map<number, SweepPoint>();
  let heard = 0;
  for await (const event of await client.sweeps.watch({ sweepId })) {
    if (event.type === 'point' && event.point.value !== null) finished.set(event.point.number, event.point);
    if (++heard > messages) break;
  }
  return [...finished.values()];
}

/** Each point was taken once, and each of its seeds has a run of its own that was trained to its end. */
async function expectEachOnce({ client }: Child, sweepId: SweepId, count: number): Promise<void> {
  const { points, sweep } = await client.sweeps.get({ sweepId });
  expect(sweep.state).toBe('finished');
  expect(points.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, number) => number));
  expect(new Set(points.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(count);
  const { runs } = await client.runs.list({ limit: 1000 });
  expect(runs.every(({ state }) => state === 'completed')).toBe(true);
  const ofPoints = points.flatMap((point) => point.runs.map(({ runId }) => runId as string));
  expect(ofPoints.toSorted()).toEqual(runs.map(({ id }) => id as string).toSorted());
}

const seriesMore = 400;

/** A workspace of an earlier version whose conversion takes a while: one run has many more curves. */
function largeEarlierWorkspace(): string {
  const home = copyOf(join(import.meta.dirname, '../../fixtures/workspaces/database-3'));
  const sqlite = new Sqlite(join(home, 'layerlab.sqlite'));
  sqlite.exec(`
    WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${seriesMore})
    INSERT INTO metric_chunks
      SELECT run_id, split, 'more' || number, first_step, last_step, count, steps, bytes_per_value, "values"
      FROM metric_chunks, numbers
      WHERE split = 'training' AND name = 'loss' AND run_id = (SELECT id FROM runs WHERE name = 'kept past')
  `);
  sqlite.close();
  return home;
}

function copyOf(home: string): string {
  const copy = temporaryFolder();
  cpSync(home, copy, { recursive: true });
  return copy;
}

/** Opens a workspace, and kills the engine after so many milliseconds, or when it is ready. @returns how long it had */
async function opening(home: string, milliseconds: number): Promise<number> {
  const started = performance.now();
  const engine = startEngineChild(programs, home);
  await Promise.race([engine.announcement, passed(milliseconds), engine.exited]);
  const had = performance.now() - started;
  await killEngine(engine);
  return had;
}

const passed = (milliseconds: number) =>
  new Promise<void>((done) => {
    if (Number.isFinite(milliseconds)) setTimeout(done, milliseconds);
  });
