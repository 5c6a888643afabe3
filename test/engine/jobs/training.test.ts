import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MetricBatch, RunState } from '@shared/runs/run';
import type { RunEvent } from '@shared/contract/events';
import { Database } from '../../../src-main/engine/runs/database/database';
import { MetricStore } from '../../../src-main/engine/runs/metrics/metricStore';
import { withoutEnd } from '../../support/withoutEnd';
import { eventually, hasReached, isNow, openEngine, trainersOf, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const short = experimentNamed('short', { epochs: 5, observation: 'auto' });
const endless = experimentNamed('endless', withoutEnd);

function heardMetrics(events: readonly RunEvent[]): MetricBatch[] {
  return events.flatMap((event) => (event.type === 'metrics' ? event.batches : []));
}

function heardSteps(events: readonly RunEvent[], split: string, name: string): number[] {
  return heardMetrics(events)
    .filter((batch) => batch.split === split && batch.name === name)
    .flatMap(({ steps }) => steps);
}

describe('a run', () => {
  it('trains to its end, with every step heard, kept, and charted', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: short });
    const events = await watchUntil(client, runId);

    expect(events[0]).toMatchObject({ type: 'summary', run: { id: runId } });
    expect(events.at(-1)).toMatchObject({ type: 'summary', run: { state: 'completed' } });
    const steps = Array.from({ length: 25 }, (_, index) => index + 1);
    expect(heardSteps(events, 'training', 'loss')).toEqual(steps);
    expect(heardSteps(events, 'validation', 'accuracy')).toEqual([5, 10, 15, 20, 25]);

    const [loss] = await client.runs.curves({
      runIds: [runId],
      series: [{ split: 'training', name: 'loss' }],
    });
    expect(loss?.steps).toEqual(steps);
    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({
      state: 'completed',
      error: null,
      checkpoints: [{ name: 'best' }, { name: 'last', step: 25, epoch: 5 }],
    });
    expect(run.parameterCount).toBe(2 * 8 + 8 + 8 * 2 + 2);
    expect(run.weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(run.versions?.tensorflow).toMatch(/^2\./);
  });

  it('has in the database what is shown, when it is shown', async () => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const database = Database.open(join(home, 'layerlab.sqlite'));
    const metrics = new MetricStore(database);
    const { runId } = await client.runs.start({ experiment: endless });
    let heard = 0;
    await watchUntil(client, runId, (event) => {
      for (const { split, name, steps, values } of event.type === 'metrics' ? event.batches : []) {
        const kept = metrics.readBatch(runId, { split, name }, (steps[0] ?? 1) - 1);
        expect(kept.steps.slice(0, steps.length)).toEqual(steps);
        expect(kept.values.slice(0, steps.length)).toEqual(values);
        heard += values.length;
      }
      return heard > 500;
    });
    database.close();
  });

  it('pauses, goes on, stops with a checkpoint, and continues from it', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, hasReached(50));

    expect((await client.runs.pause({ runId })).state).toBe('paused');
    const paused = (await client.runs.get({ runId })).progress?.step ?? 0;
    expect((await client.runs.resume({ runId })).state).toBe('running');
    await watchUntil(client, runId, hasReached(paused + 50));
    const stopped = await client.runs.stop({ runId });
    expect(stopped).toMatchObject({
      state: 'stopped',
      checkpoints: expect.arrayContaining([expect.objectContaining({ name: 'last' })]) as unknown,
    });
    const stoppedAt = stopped.progress?.step ?? 0;
    expect(stoppedAt).toBeGreaterThan(paused);

    await client.runs.continue({ runId });
    await watchUntil(client, runId, hasReached(stoppedAt + 50));
    await client.runs.stop({ runId });
    const [loss] = await client.runs.curves({
      runIds: [runId],
      series: [{ split: 'training', name: 'loss' }],
      maximumPoints: 100_000,
    });
    const steps = loss?.steps ?? [];
    expect(steps.length).toBeGreaterThan(stoppedAt + 49);
    expect(steps).toEqual(steps.map((_, index) => index + 1));
  });

  it('shows pictures to those who want them, while it trains and after', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    const events = await watchUntil(client, runId, ({ type }) => type === 'picture', true);
    expect(events.at(-1)).toMatchObject({ type: 'picture', picture: { kind: 'boundary' } });
    expect(await client.runs.picture({ runId })).toMatchObject({ kind: 'boundary' });
    await client.runs.stop({ runId });
    expect(await client.runs.picture({ runId })).toMatchObject({ kind: 'boundary' });
  });

  it('that diverges says at which step and what to do, and the last good checkpoint stays', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const training = { optimizer: { kind: 'sgd', learningRate: 1e30 }, epochs: 50 };
    const { runId } = await client.runs.start({ experiment: experimentNamed('too fast', training) });
    await watchUntil(client, runId);
    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({ state: 'diverged', error: { code: 'diverged' } });
    expect(run.error?.where).toMatch(/^step \d+$/);
    expect(run.checkpoints.map(({ name }) => name)).toContain('last');
  });
});

describe('a damaged checkpoint', () => {
  it.each([
    ['cut off in its weights', (bytes: Buffer) => bytes.subarray(0, -4)],
    [
      'without a clock',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"clock"', '"block"'), 'latin1'),
    ],
  ])('%s is no place to go on from, and the run stays as it is', async (_, damage) => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, hasReached(20));
    const stopped = await client.runs.stop({ runId });
    const path = join(home, 'runs', runId, 'last.safetensors');
    writeFileSync(path, damage(readFileSync(path)));
    await expect(client.runs.continue({ runId })).rejects.toMatchObject({
      data: { code: 'badArgument', where: path, remedy: expect.any(String) as unknown },
    });
    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({ state: 'stopped', progress: stopped.progress });
    const series = [{ split: 'training' as const, name: 'loss' }];
    const [loss] = await client.runs.curves({ runIds: [runId], series, maximumPoints: 100_000 });
    expect(loss?.steps.length).toBe(run.progress?.step);
  });
});

describe('checkpoints of several runs', () => {
  it('are all drawn, asked for at the same time', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const experiments = [1, 2, 3].map((seed) => experimentNamed('to be drawn', { epochs: 1, seed }));
    const { runIds } = await client.runs.start({ experiments });
    await Promise.all(runIds.map((runId) => watchUntil(client, runId)));
    for (let round = 0; round < 2; round++) {
      const pictures = await Promise.all(runIds.map((runId) => client.runs.picture({ runId })));
      expect(pictures.map(({ kind }) => kind)).toEqual(['boundary', 'boundary', 'boundary']);
    }
    await eventually(() => trainersOf(process.pid).length === 2);
  });
});

describe('the queue', () => {
  it('trains one at a time, passes on the place of a paused run, and lets a waiting one be taken out', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const [first, second, third] = [
      (await client.runs.start({ experiment: endless })).runId,
      (await client.runs.start({ experiment: short })).runId,
      (await client.runs.start({ experiment: short })).runId,
    ];
    await watchUntil(client, first, isNow('running'));
    const stateOf = async (runId: typeof first): Promise<RunState> =>
      (await client.runs.get({ runId })).state;
    expect(await stateOf(second)).toBe('queued');
    await expect(client.runs.pause({ runId: second })).rejects.toMatchObject({
      data: { code: 'notAllowedNow' },
    });

    expect((await client.runs.stop({ runId: third })).state).toBe('stopped');
    await client.runs.pause({ runId: first });
    await watchUntil(client, second);
    expect(await stateOf(second)).toBe('completed');
    expect(await stateOf(first)).toBe('paused');
  });
});

describe('a trainer', () => {
  it('killed in mid-run leaves a crashed run with every metric that was shown, and the engine goes on', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, hasReached(100));
    const watching = watchUntil(client, runId);
    const [trainer] = trainersOf(process.pid);
    if (trainer === undefined) throw new Error('no trainer found');
    process.kill(trainer, 'SIGKILL');
    const shown = heardSteps(await watching, 'training', 'loss');

    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({ state: 'crashed', error: { code: 'trainerCrashed' } });
    expect(run.error?.message).toContain('SIGKILL');
    expect(run.error?.where).toBe(`step ${run.progress?.step ?? -1}`);
    const [loss] = await client.runs.curves({
      runIds: [runId],
      series: [{ split: 'training', name: 'loss' }],
      maximumPoints: 100_000,
    });
    const kept = new Set(loss?.steps);
    expect(shown.every((step) => kept.has(step))).toBe(true);
    expect(kept.size).toBe(run.progress?.step);

    const other = await client.runs.start({ experiment: short });
    expect((await watchUntil(client, other.runId)).at(-1)).toMatchObject({ run: { state: 'completed' } });
    await client.runs.continue({ runId });
    expect(await watchUntil(client, runId, isNow('running'))).not.toHaveLength(0);
    await client.runs.stop({ runId });
  });

  it('does not outlive its job', async () => {
    const { client, engine } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: short });
    await watchUntil(client, runId);
    await eventually(() => trainersOf(process.pid).length === 0);
    await engine.close();
  });
});
