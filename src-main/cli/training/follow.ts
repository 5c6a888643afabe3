import type { RunEvent } from '@shared/contract/events';
import type { RunId } from '@shared/ids';
import { fewestPoints } from '@shared/runs/curves/thin';
import { activeStates, type RunDetail, type RunSummary } from '@shared/runs/run';
import type { EngineClient } from '../../processes/engineClient';
import { TrainingProgress } from './trainingProgress';

/**
 * Hears what happens to a run until it has ended.
 * @param points `every` one of each metric, as programs want them, or some with the newest, which is what is shown
 * @returns what the run then is
 */
export async function followRun(
  client: EngineClient,
  runId: RunId,
  hear: (event: RunEvent) => void,
  points: 'every' | 'some' = 'some',
): Promise<RunSummary> {
  const wanted =
    points === 'every' ? {} : { pointsAtOnce: fewestPoints, seldom: process.stderr.isTTY !== true };
  for await (const event of await client.runs.watch({ runId, ...wanted })) {
    hear(event);
    if (event.type === 'summary' && !activeStates.includes(event.run.state)) return event.run;
  }
  return client.runs.get({ runId });
}

/** The same of a run by itself. @param hear every point, in place of the progress on stderr */
export async function followAlone(
  client: EngineClient,
  runId: RunId,
  hear?: (event: RunEvent) => void,
): Promise<RunDetail> {
  if (hear === undefined) await followShown(client, runId);
  else await followRun(client, runId, hear, 'every');
  return client.runs.get({ runId });
}

async function followShown(client: EngineClient, runId: RunId): Promise<void> {
  const progress = new TrainingProgress();
  try {
    await followRun(client, runId, (event) => progress.hear(event));
  } finally {
    progress.end();
  }
}
