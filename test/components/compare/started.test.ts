import { expect, it } from 'vitest';
import ComparePage from '../../../src-renderer/features/compare/ComparePage.vue';
import VerdictPanel from '../../../src-renderer/features/compare/verdict/VerdictPanel.vue';
import { engine } from '../../../src-renderer/shared/engine/client';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { usePagesStore } from '../../../src-renderer/stores/pages';
import { useRunsStore } from '../../../src-renderer/stores/runs/runs';
import { freshStores, mountInApp } from '../page/mounting';

it('further seeds of a comparison are among what is compared, and call nobody back who is on another page', async () => {
  const pinia = freshStores();
  const [pages, runs] = [usePagesStore(), useRunsStore()];
  const { experiment } = useExperimentStore();
  const { runIds } = await engine.runs.start({ experiments: [experiment, experiment, experiment] });
  const [first, second, further] = runIds;
  pages.show('compare', { runs: `${first},${second}` });
  runs.compare([first!, second!]);
  const app = mountInApp(ComparePage, {}, { pinia });
  const verdict = () => app.findComponent(VerdictPanel);
  await expect.poll(() => verdict().exists()).toBe(true);
  pages.show('runs');
  verdict().vm.$emit('started', [further!]);
  expect(pages.page).toBe('runs');
  expect(runs.compared).toEqual(runIds);
  for (const runId of runIds) await engine.runs.stop({ runId });
});
