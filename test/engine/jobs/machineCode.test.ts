import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import { withoutEnd } from '../../support/withoutEnd';
import { hasReached, isNow, openEngine, trainersOf, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { folderForAll, temporaryFolder } from '../support/workspace';

const compiled = (name: string, epochs: number) => experimentNamed(name, { epochs, compilation: 'xla' });
const endless = compiled('endless', withoutEnd.epochs);

const isCompiling = (event: RunEvent) => event.type === 'summary' && event.run.compiling === true;

describe('a run as machine code', () => {
  it('that is stopped while it compiles is stopped at once, and can go on', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, isCompiling);
    expect(await client.runs.stop({ runId })).toMatchObject({ state: 'stopped', error: null });
    await client.runs.continue({ runId });
    await watchUntil(client, runId, hasReached(1));
    expect((await client.runs.get({ runId })).compilation).toEqual({ path: 'xla', reason: null });
    expect((await client.runs.stop({ runId })).state).toBe('stopped');
  });

  it('killed while it compiles has crashed, and can go on', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, isCompiling);
    const [trainer] = trainersOf(process.pid);
    if (trainer === undefined) throw new Error('no trainer found');
    process.kill(trainer, 'SIGKILL');
    await watchUntil(client, runId);
    expect((await client.runs.get({ runId })).state).toBe('crashed');
    await client.runs.continue({ runId });
    await watchUntil(client, runId, hasReached(1));
    expect((await client.runs.stop({ runId })).state).toBe('stopped');
  });

  it('goes on as machine code from where it was stopped', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(client, runId, hasReached(100));
    await client.runs.stop({ runId });
    await client.runs.continue({ runId });
    await watchUntil(client, runId, isNow('running'));
    expect((await client.runs.get({ runId })).compilation).toEqual({ path: 'xla', reason: null });
    await client.runs.stop({ runId });
  });
});

describe('machine code that was made once', () => {
  const home = folderForAll();
  let weights: string | null;
  let kept: string;

  it('says so while it is made, and the run trains to its end', async () => {
    const { events, weightsHash } = await trained();
    expect(events.some(isCompiling)).toBe(true);
    weights = weightsHash;
    kept = programsIn(home)[0] ?? '';
  });

  it('is taken from the workspace by the next run of the same steps, and trains to the same weights', async () => {
    const made = statSync(kept).mtimeMs;
    expect((await trained()).weightsHash).toBe(weights);
    expect(programsIn(home)).toEqual([kept]);
    expect(statSync(kept).mtimeMs).toBe(made);
  });

  it.each([
    ['of which a byte is another', (bytes: Buffer) => bytes.with(bytes.length >> 1, 0x55)],
    ['of which the end is missing', (bytes: Buffer) => bytes.subarray(0, 1000)],
  ])('is made anew in place of a file %s', async (_what, damage) => {
    const whole = readFileSync(kept);
    writeFileSync(kept, damage(whole));
    expect((await trained()).weightsHash).toBe(weights);
    expect(readFileSync(kept).length).toBe(whole.length);
  });

  /** Trains as machine code. @returns what was heard of it, and a hash of the weights */
  async function trained() {
    const { client } = openEngine(home, programs);
    const { runId } = await client.runs.start({ experiment: compiled('kept', 3) });
    const events = await watchUntil(client, runId);
    const run = await client.runs.get({ runId });
    expect(run).toMatchObject({ state: 'completed', compilation: { path: 'xla', reason: null } });
    expect(run.compiling).toBe(false);
    return { events, weightsHash: run.weightsHash };
  }
});

function programsIn(home: string): string[] {
  const root = join(home, 'machine-code');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files.filter((name) => name.endsWith('.pb')).map((name) => join(root, name));
}
