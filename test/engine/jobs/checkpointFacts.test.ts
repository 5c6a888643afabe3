import { describe, expect, it } from 'vitest';
import { eventually, hasReached, isAlive, openEngine, trainersOf, watchUntil } from '../support/engine';
import { withoutEnd } from '../../support/withoutEnd';
import { expectTruth } from '../support/checkpointTruth';
import { startEngineChild } from '../support/engineChild';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const endless = experimentNamed('endless', {
  ...withoutEnd,
  optimizer: { kind: 'sgd', learningRate: 0.05 },
});

describe('what a run says of its checkpoints is what their exported files score', () => {
  it('after its trainer was killed', async () => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const { runId } = await client.runs.start({ experiment: endless });
    await watchUntil(
      client,
      runId,
      (event) => event.type === 'summary' && event.run.checkpoints.some(({ name }) => name === 'best'),
    );
    for (const trainer of trainersOf(process.pid)) process.kill(trainer, 'SIGKILL');
    await watchUntil(client, runId);
    const run = await client.runs.get({ runId });
    expect(run.state).toBe('crashed');
    expect(run.checkpoints.map(({ name }) => name)).toEqual(['best', 'last']);
    expect((await client.runs.list({})).runs[0]?.checkpoints).toEqual(run.checkpoints);
    await expectTruth(client, runId, home);
  });

  it('after its engine was killed, however little its row had heard', async () => {
    const home = temporaryFolder();
    const killed = startEngineChild(programs, home);
    const { runId } = await killed.client.runs.start({ experiment: endless });
    for await (const event of await killed.client.runs.watch({ runId })) if (hasReached(200)(event)) break;
    const trainers = trainersOf(killed.child.pid ?? 0);
    killed.child.kill('SIGKILL');
    await killed.exited;
    await eventually(() => !trainers.some(isAlive));

    const { client } = openEngine(home, programs);
    expect((await client.runs.get({ runId })).state).toBe('interrupted');
    await expectTruth(client, runId, home);
  });

  it('where it diverged at once: nothing in it was ever trained, and nothing is handed out', async () => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const training = { optimizer: { kind: 'sgd', learningRate: 1e30 }, loss: 'meanSquaredError' };
    const { runId } = await client.runs.start({ experiment: experimentNamed('too fast', training) });
    await watchUntil(client, runId);
    expect(await client.runs.get({ runId })).toMatchObject({
      state: 'diverged',
      checkpoints: [{ name: 'last', step: 0, epoch: 0, metrics: {} }],
    });
    await expectTruth(client, runId, home);
  });

  it('where it took up its best weights at its end', async () => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const training = {
      epochs: 30,
      optimizer: { kind: 'sgd', learningRate: 4 },
      earlyStopping: { patience: 100, restoreBest: true },
    };
    const { runId } = await client.runs.start({ experiment: experimentNamed('restless', training) });
    await watchUntil(client, runId);
    const { checkpoints, metrics, progress } = await client.runs.get({ runId });
    expect(metrics.bestEpoch).toBeLessThan(progress?.epoch ?? 0);
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([metrics.bestEpoch, metrics.bestEpoch]);
    await expectTruth(client, runId, home);
  });
});
