import { expect, it } from 'vitest';
import { everyPoint } from '@shared/contract/runs/everyPoint';
import { withoutEnd } from '../../support/withoutEnd';
import { hasReached, openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

it('the points of a run that trains are those that all its series had at one moment', async () => {
  const { client } = openEngine(temporaryFolder(), programs);
  const { runId } = await client.runs.start({ experiment: experimentNamed('long', withoutEnd) });
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

it('what was seen of the layers is among the points, layer by layer and weight by weight', async () => {
  const { client } = openEngine(temporaryFolder(), programs);
  const { runId } = await client.runs.start({
    experiment: experimentNamed('seen', { epochs: 3, observation: 'auto' }),
  });
  await watchUntil(client, runId);
  const seen = await client.runs.observations({ runId });
  const [layer] = seen.at(-1)!.layers.filter(({ weights }) => weights.length > 0);
  const pointsOf = new Map<string, [number, number | null][]>();
  for await (const { name, steps, values } of everyPoint(client.runs, [runId])) {
    const points = pointsOf.get(name) ?? [];
    pointsOf.set(name, [...points, ...steps.map((step, at): [number, number | null] => [step, values[at]!])]);
  }
  const followed = (figure: (observed: NonNullable<typeof layer>) => number | null) =>
    seen.map(({ step, layers }): [number, number | null] => [
      step,
      figure(layers.find((each) => each.layer === layer!.layer)!),
    ]);
  expect(pointsOf.get(`${layer!.layer}/deviation`)).toEqual(followed(({ deviation }) => deviation));
  expect(pointsOf.get(`${layer!.layer}/kernel/norm`)).toEqual(followed(({ weights }) => weights[0]!.norm));
  // Before the first step nothing has been updated.
  expect(pointsOf.get(`${layer!.layer}/kernel/updateNorm`)).toEqual(
    followed(({ weights }) => weights[0]!.updateNorm).slice(1),
  );
  expect(pointsOf.get('probe/loss')).toEqual(seen.map(({ step, loss }) => [step, loss]));
});
