import { describe, expect, it } from 'vitest';
import { withoutEnd } from '../../support/withoutEnd';
import { eventually, trainersOf } from '../support/engine';
import { openQueue, settings } from '../support/jobs';
import { programs } from '../support/programs';

async function training() {
  const parts = openQueue(programs);
  const runId = await parts.createRun(withoutEnd);
  parts.queue.enqueue({ runId, resume: false, settings });
  await eventually(() => (parts.runs.summary(runId).progress?.step ?? 0) >= 20);
  return { ...parts, runId };
}

describe('a run that trains', () => {
  it('answers a pause that is taken back before the trainer looks', async () => {
    const { queue, runs, runId } = await training();
    await Promise.all([queue.pause(runId), queue.resume(runId)]);
    expect(runs.summary(runId).state).toBe('running');
  });

  it('that is paused answers a resume that is taken back before the trainer looks', async () => {
    const { queue, runs, runId } = await training();
    await queue.pause(runId);
    await Promise.all([queue.resume(runId), queue.pause(runId)]);
    expect(runs.summary(runId).state).toBe('paused');
  });

  it('tells what was lost where its trainer had to be ended to stop it', async () => {
    const { queue, runs, runId } = await training();
    for (const trainer of trainersOf(process.pid)) process.kill(trainer, 'SIGSTOP');
    await queue.job(runId)?.stop('stopped', 50);
    const { state, error, progress } = runs.summary(runId);
    expect(state).toBe('stopped');
    expect(error).toMatchObject({ code: 'trainerCrashed', where: `step ${progress?.step ?? 0}` });
    expect(error?.message).toContain('since its last checkpoint');
  });
});
