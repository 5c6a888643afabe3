import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { createEngineClient, type EngineClient } from '../../src-main/processes/engineClient';
import { EngineProcess } from '../../src-main/processes/engineProcess';

/** Does some work with the built engine on a workspace of its own, which is removed behind it. */
export async function withTemporaryEngine<Result>(
  work: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'layerlab-bench-'));
  const engine = new EngineProcess({ start: { home, jobs: 2 }, onLog: () => undefined });
  try {
    await engine.ready;
    return await work(createEngineClient(engine.connect()));
  } finally {
    await engine.shutdown();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Trains experiments, as one where they can be. @returns their runs, in order. @throws where one did not end well */
export async function trainAll(client: EngineClient, experiments: Experiment[]): Promise<RunId[]> {
  const { runIds } = await client.runs.start({ experiments });
  for (const runId of runIds) {
    for await (const event of await client.runs.watch({ runId })) void event;
    const { state, name } = await client.runs.get({ runId });
    if (state !== 'completed') throw new Error(`“${name}” is ${state}`);
  }
  return runIds;
}
