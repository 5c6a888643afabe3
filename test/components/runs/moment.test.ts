import { beforeEach, describe, expect, it } from 'vitest';
import { engine } from '../../../src-renderer/shared/engine/client';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useInsightStore } from '../../../src-renderer/stores/runs/insight';
import { freshStores } from '../page/mounting';

beforeEach(() => void freshStores());

describe('the moment that a person has chosen', () => {
  it('stays when what was seen earlier comes later', async () => {
    const { experiment } = useExperimentStore();
    const { runId } = await engine.runs.start({
      experiment: { ...experiment, training: { ...experiment.training, epochs: 4 } },
    });
    await expect.poll(async () => (await engine.runs.get({ runId })).state).toBe('completed');
    const kept = await engine.runs.observations({ runId });
    const [seen, latest] = kept.slice(-2);
    const insight = useInsightStore();
    insight.show(runId);
    for (const each of [seen!, latest!]) insight.see(each);
    insight.moment = 0;
    await expect.poll(() => insight.history.length).toBe(kept.length);
    expect(kept.length).toBeGreaterThan(2);
    expect(insight.observation?.step).toBe(seen!.step);
    expect(insight.moment).toBe(kept.length - 2);
  });
});
