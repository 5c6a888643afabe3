import { expect, it } from 'vitest';
import { everyPoint } from '@shared/contract/everyPoint';
import { hasReached, openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

it('the points of a run that trains are those that all its series had at one moment', async () => {
  const { client } = openEngine(temporaryFolder(), programs);
  const { runId } = await client.runs.start({ experiment: experimentNamed('long', { epochs: 1_000_000 }) });
  await watchUntil(client, runId, hasReached(1));
  const ends = new Map<string, { count: number; last: number }>();
  let reached = 1;
  for await (const { split, name, steps } of everyPoint(client.runs, [runId])) {
    const known = ends.get(`${split}.${name}`)?.count ?? 0;
    ends.set(`${split}.${name}`, { count: known + steps.length, last: steps.at(-1) ?? 0 });
    // It trains on while the next series is read.
    reached = Math.max(reached, ...steps) + 50;
    await watchUntil(client, runId, hasReached(reached));
  }
  expect(ends.get('training.accuracy')).toEqual(ends.get('training.loss'));
});
