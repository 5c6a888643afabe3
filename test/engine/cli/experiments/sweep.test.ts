import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '@shared/runs/run';
import type { SweepEvent } from '@shared/runs/sweeps/sweep';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { temporaryFolder } from '../../support/workspace';
import { finish, lastOf, layerlab, linesOf, start } from '../support/layerlab';

function sweepFile(sweep: object, training: object = {}): string {
  const experiment = {
    version: 1,
    name: 'spirals',
    network: smallNetwork(4),
    dataset: { kind: 'spirals', examples: 100 },
    training: { epochs: 2, ...training },
    sweep,
  };
  return writeExperiment(temporaryFolder(), experiment, 'sweep');
}

async function runsIn(home: string): Promise<RunSummary[]> {
  const { stdout } = await layerlab('runs', '--home', home, '--json');
  return (JSON.parse(stdout) as RunSummary[]).reverse();
}

const grid = {
  method: 'grid',
  parameters: { 'network.hidden.units': [2, 4], 'training.optimizer.learningRate': [0.001, 0.1] },
  seeds: 2,
};

describe('layerlab sweep', () => {
  it('trains every point over its seeds and ends in the best', async () => {
    const home = temporaryFolder();
    const { code, stdout } = await layerlab(
      'sweep',
      sweepFile(grid),
      '--home',
      home,
      '--json',
      '--concurrency',
      '2',
    );
    expect(code).toBe(0);
    const last = lastOf({ stdout });
    const runs = await runsIn(home);
    expect(runs).toHaveLength(8);
    expect(runs.every(({ state }) => state === 'completed')).toBe(true);
    const means = [0, 2, 4, 6].map((at) => {
      const [one, other] = runs.slice(at, at + 2).map(({ metrics }) => metrics.validationLoss ?? NaN);
      return ((one ?? NaN) + (other ?? NaN)) / 2;
    });
    const best = means.indexOf(Math.min(...means));
    expect(last).toMatchObject({
      type: 'finished',
      sweepId: expect.any(String) as string,
      runs: 8,
      best: {
        parameters: {
          'network.hidden.units': best < 2 ? 2 : 4,
          'training.optimizer.learningRate': best % 2 === 0 ? 0.001 : 0.1,
        },
      },
    });
    const { runId, value } = last['best'] as { runId: string; value: number };
    expect(value).toBeCloseTo(means[best] ?? NaN, 12);
    expect(runs.slice(2 * best, 2 * best + 2).map(({ id }) => id)).toContain(runId);
  });

  it('killed amid it with its engine, goes on: no point twice and none lost', async () => {
    const home = temporaryFolder();
    const file = sweepFile(grid, { epochs: 30 });
    for (const pointsUntilKill of [1, 3]) {
      const child = start('sweep', file, '--home', home, '--json');
      let text = '';
      await new Promise<void>((resolve) =>
        child.stdout?.on('data', (data: Buffer) => {
          text += data.toString();
          const events = text
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as SweepEvent);
          const handed = events.filter(
            (event) => event.type === 'point' && event.point.runs.some(({ runId }) => runId !== null),
          );
          if (
            new Set(handed.map((event) => event.type === 'point' && event.point.number)).size >=
            pointsUntilKill
          )
            resolve();
        }),
      );
      for (const pid of descendants(child.pid ?? -1)) killNow(pid);
      killNow(child.pid ?? -1);
    }
    const { code, stdout } = await finish(start('sweep', file, '--home', home, '--json'));
    expect(code).toBe(0);
    const last = lastOf({ stdout });
    expect(last).toMatchObject({ type: 'finished', runs: 8, states: { finished: 4 } });
    const runs = await runsIn(home);
    expect(runs.map(({ name, state }) => [name, state])).toEqual(
      [1, 2, 3, 4].flatMap((point) =>
        [1, 2].map((seed) => [`spirals, point ${point} (seed ${seed})`, 'completed']),
      ),
    );
    expect(readdirSync(join(home, 'runs'))).toHaveLength(8);
  });

  it('run again when it is finished, tells the same and trains nothing', async () => {
    const home = temporaryFolder();
    const file = sweepFile({ ...grid, seeds: 1, parameters: { 'network.hidden.units': [2, 3] } });
    const first = await layerlab('sweep', file, '--home', home, '--json');
    const second = await layerlab('sweep', file, '--home', home, '--json');
    expect(lastOf(second)).toEqual(lastOf(first));
    expect(await runsIn(home)).toHaveLength(2);
  });

  it('tells points that diverge or cannot be trained, and goes on with the others', async () => {
    const home = temporaryFolder();
    const parameters = { 'network.scores.units': [2, 3], 'training.optimizer.learningRate': [0.01, 1e30] };
    const file = sweepFile({ method: 'grid', parameters }, { optimizer: { kind: 'sgd' } });
    const { code, stdout, stderr } = await layerlab('sweep', file, '--home', home, '--json');
    expect(code).toBe(0);
    const invalid = linesOf<SweepEvent>({ stdout }).filter(
      (event) => event.type === 'point' && event.point.state === 'invalid',
    );
    expect(invalid.map((event) => event.type === 'point' && event.point.number)).toEqual([2, 3]);
    expect(lastOf({ stdout })).toMatchObject({
      type: 'finished',
      runs: 2,
      states: { finished: 1, diverged: 1, invalid: 2 },
      best: { parameters: { 'network.scores.units': 2, 'training.optimizer.learningRate': 0.01 } },
    });
    expect(stderr).toBe('');
  });

  it.each([
    [
      'an unknown layer',
      { ...grid, parameters: { 'network.hiden.units': [1] } },
      'sweep.parameters["network.hiden.units"]',
    ],
    ['a metric that the task has not', { ...grid, metric: 'validation.r2' }, 'sweep.metric'],
    ['a misspelt field', { ...grid, metrics: 'validation.loss' }, 'sweep.metrics'],
  ])('refuses %s with its place in the file, and trains nothing', async (_what, sweep, place) => {
    const home = temporaryFolder();
    const file = sweepFile(sweep);
    const { code, stdout } = await layerlab('sweep', file, '--home', home, '--json');
    expect(code).toBe(1);
    const [failed] = linesOf<{ type: string; error: { where: string } }>({ stdout });
    expect(failed?.type).toBe('failed');
    expect(failed?.error.where).toBe(`${file}: ${place}`);
  });
});

function descendants(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendants)];
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([id, parent]) => (parent === pid && id !== undefined ? [id] : []));
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
