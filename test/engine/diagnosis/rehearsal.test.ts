import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safe } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '@shared/diagnosis/rehearsal/rehearsal';
import type { Experiment } from '@shared/experiment/experiment';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { adam, dense, perceptron } from '../../../bench/doctor/experiments';
import { doctorCases, experiment, moons } from '../../support/doctorCases';
import { eventually, openEngine, trainersOf, type EngineCalls } from '../support/engine';
import { programs } from '../support/programs';
import { folderForAll, temporaryFolder } from '../support/workspace';

async function rehearse(client: EngineCalls, asked: Experiment): Promise<Rehearsal> {
  for await (const event of await client.runs.rehearse({ experiment: asked })) {
    if (event.type === 'rehearsed') return event.rehearsal;
  }
  throw new Error('there was no outcome');
}

describe('a net that is to learn twenty examples by heart', () => {
  const home = folderForAll();
  const open = () => openEngine(home, programs).client;

  it('learns them where it can, and leaves nothing behind', async () => {
    const client = open();
    const { verdict, right, findings, checks, steps } = await rehearse(client, experimentOf(startUpTemplate));
    expect({ verdict, right, findings }).toEqual({ verdict: 'learned', right: 20, findings: [] });
    expect(steps).toBeLessThan(500);
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true, true]);
    expect((await client.runs.list({})).total).toBe(0);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('layerlab-rehearsal-'))).toEqual([]);
  });

  it('does not where all of its units are dead, which is told of', async () => {
    const [dead] = doctorCases.filter(({ kind }) => kind === 'deadUnits');
    const { verdict, steps, right, findings } = await rehearse(open(), dead!.broken);
    // Nothing moves: it goes on answering the same of both classes, which have ten examples each.
    expect({ verdict, steps, right }).toEqual({ verdict: 'notLearned', steps: 500, right: 10 });
    expect(findings[0]).toMatchObject({ kind: 'deadUnits', layer: dead!.layer, causedBy: null });
  });

  it('is not held back by what is there to keep a net from it', async () => {
    const hindered = experiment({
      dataset: moons,
      training: {
        ...adam,
        ...{ l1: 1, l2: 10, maxNorm: 0.001, warmupSteps: 100_000 },
        loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.9 },
        optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 0.9 },
        schedule: { kind: 'step', every: 1, factor: 0.1 },
      },
      layers: [...perceptron(1, 24, 'relu', 24), { kind: 'dropout', rate: 0.9, id: 'drop' }, dense(2)],
    });
    const { verdict, setAside } = await rehearse(open(), hindered);
    expect({ verdict, set: setAside.length, last: setAside.at(-1) }).toEqual({
      verdict: 'learned',
      set: 8,
      last: 'drop',
    });
  });

  it('learns values as well as classes', async () => {
    const fit = experiment({
      dataset: { kind: 'function1d' },
      training: { ...adam, loss: 'meanSquaredError' },
      layers: perceptron(2, 24, 'tanh', 1),
    });
    const { verdict, right, loss, constantLoss } = await rehearse(open(), fit);
    expect({ verdict, right }).toEqual({ verdict: 'learned', right: null });
    expect(loss).toBeLessThan(0.02 * constantLoss);
  });

  it('is refused what cannot be told apart', async () => {
    const path = join(temporaryFolder(), 'same.csv');
    writeFileSync(path, ['x,y', ...Array.from({ length: 30 }, (_, row) => `${row}.5,2.5`)].join('\n'));
    const same = experiment({
      dataset: { kind: 'csv', path, target: 'y' },
      training: { ...adam, loss: 'meanSquaredError' },
      layers: perceptron(1, 8, 'relu', 1),
    });
    const { error } = await safe(rehearse(open(), same));
    expect(error).toMatchObject({
      data: { code: 'badDataset', message: expect.stringContaining('nothing to learn') as string },
    });
  });

  it('is ended where nobody listens any more', async () => {
    const long = experimentOf(startUpTemplate);
    const events = await open().runs.rehearse({ experiment: long });
    await events.next();
    await events.return(undefined);
    await eventually(() => trainersOf(process.pid).length === 0);
  });
});
