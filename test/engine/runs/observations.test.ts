import { describe, expect, it } from 'vitest';
import { observationSteps } from '@shared/training/observation';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

describe('the observations of a run', () => {
  it('are kept with it, told to those who look, and gone where the run goes on from before', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({
      experiment: experimentNamed('seen', { epochs: 3, observation: 'auto' }),
    });
    const events = await watchUntil(client, runId, () => false, true);
    expect(events.some(({ type }) => type === 'observation')).toBe(true);
    const seen = await client.runs.observations({ runId });
    expect(seen.map(({ step }) => step)).toEqual(observationSteps({ stepsPerEpoch: 5, epochs: 3 }));
    expect(seen[0]?.layers.map(({ layer }) => layer)).toEqual(['input', 'hidden', 'relu', 'scores']);
    const later = await client.runs.observations({ runId, afterStep: 10 });
    expect(later).toEqual(seen.filter(({ step }) => step > 10));
  });

  it('are none where the experiment wants none', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const experiment = experimentNamed('unseen', { epochs: 2, observation: 'off' });
    const { runId } = await client.runs.start({ experiment });
    await watchUntil(client, runId);
    expect(await client.runs.observations({ runId })).toEqual([]);
    expect((await client.runs.get({ runId })).state).toBe('completed');
  });
});
