import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrainerPool } from '../../../src-main/engine/jobs/trainers/trainerPool';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

describe('a pool of trainers', () => {
  let pool: TrainerPool;
  beforeEach(() => (pool = new TrainerPool(() => join(programs, 'trainer.mjs'), temporaryFolder())));
  afterEach(async () => {
    pool.close();
    await pool.allGone();
  });

  it('gives away the one that it has ready, also where the kind does not matter', async () => {
    const stopLooking = pool.look();
    const [spare] = pool.processIds();
    const trainer = pool.take();
    expect(trainer.pid).toBe(spare);
    stopLooking();
    await trainer.release();
  });

  it('sends one with other kernels away', async () => {
    const stopLooking = pool.look();
    const [spare] = pool.processIds();
    const trainer = pool.take({ parallelism: 'operations', interOp: 'caller', kernels: 'oneDnn' });
    expect(trainer.pid).not.toBe(spare);
    stopLooking();
    await trainer.release();
  });

  it('sends one of the other kind away, and does not take its end for a problem', async () => {
    const stopLooking = pool.look();
    const [spare] = pool.processIds();
    const facts = pool.learnFacts();
    const trainer = pool.take({ parallelism: 'examples', interOp: 'pool', kernels: 'processor' });
    expect(trainer.pid).not.toBe(spare);
    expect((await facts).tensorflow).toMatch(/^\d+\.\d+/);
    await expect.poll(() => pool.processIds()).not.toContain(spare);
    expect(pool.nativeProblem).toBeNull();
    stopLooking();
    await trainer.release();
  });
});
