import { existsSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import type { RunSummary } from '@shared/runs/run';
import { readClock } from '../../../src-main/trainer/checkpoints/checkpoint';
import { withoutEnd } from '../../support/withoutEnd';
import { eventually } from '../support/engine';
import { openQueue, settings } from '../support/jobs';
import { programs } from '../support/programs';

/** Linux's device that takes nothing. */
const fullDevice = '/dev/full';

describe('a full disk', () => {
  it('interrupts the run that cannot be recorded, which is told at once and written when there is room', async () => {
    const { queue, runs, metrics, workspace, broadcaster, path, createRun, fillDisk } = openQueue(programs);
    const runId = await createRun(withoutEnd);
    queue.enqueue({ runId, resume: false, settings });
    await eventually(() => (runs.summary(runId).progress?.step ?? 0) >= 20);

    const stream = broadcaster.subscribeToRun(runId, { pictures: false });
    const makeRoom = fillDisk();
    let told: RunSummary | null = null;
    for await (const event of stream.events(undefined, () => Promise.resolve())) {
      if (event.type === 'summary' && event.run.state !== 'running') told = event.run;
    }
    expect(told).toMatchObject({ state: 'interrupted', error: { code: 'diskFull', where: path } });
    expect(told?.error?.remedy).toBeTruthy();
    expect(runs.summary(runId).state).toBe('running');
    await expect(queue.stop(runId)).rejects.toMatchObject({ code: 'diskFull' });

    makeRoom();
    await eventually(() => runs.summary(runId).state === 'interrupted');
    const { error, progress } = runs.summary(runId);
    expect(error?.code).toBe('diskFull');
    const { steps } = metrics.read(runId, { split: 'training', name: 'loss' });
    expect(Array.from(steps)).toEqual(Array.from(steps, (_, index) => index + 1));
    expect(steps.length).toBe(progress?.step);
    expect(readClock(workspace.checkpoint(runId, 'last')).step).toBeLessThanOrEqual(steps.length);
    await eventually(() => queue.job(runId) === undefined);
  });

  it.runIf(existsSync(fullDevice))('without room for a checkpoint leaves a run that can go on', async () => {
    const { queue, runs, workspace, createRun } = openQueue(programs);
    const runId = await createRun({ epochs: 2 });
    mkdirSync(workspace.run(runId), { recursive: true });
    const part = join(workspace.run(runId), 'last.safetensors.part');
    symlinkSync(fullDevice, part);
    queue.enqueue({ runId, resume: false, settings });
    await eventually(() => runs.summary(runId).finishedAt !== null);
    expect(runs.summary(runId)).toMatchObject({
      state: 'interrupted',
      error: { code: 'diskFull', where: workspace.run(runId) },
    });

    unlinkSync(part);
    runs.requeue(runId, null, 'this engine');
    queue.enqueue({ runId, resume: false, settings });
    await eventually(() => runs.summary(runId).state === 'completed');
  });

  it.runIf(existsSync(fullDevice))('is told as such, with what to do', () => {
    const writing = () => writeFileSync(fullDevice, 'a file');
    expect(writing).toThrow();
    try {
      writing();
    } catch (thrown) {
      expect(AppError.from(thrown)).toMatchObject({
        code: 'diskFull',
        remedy: expect.any(String) as unknown,
      });
    }
  });
});
