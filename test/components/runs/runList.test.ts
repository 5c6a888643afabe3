import type { Experiment } from '@shared/experiment/experiment';
import { expect, it } from 'vitest';
import { defineComponent, watch } from 'vue';
import { useRunList } from '../../../src-renderer/features/runs/list/runList';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useLiveRunStore } from '../../../src-renderer/stores/runs/liveRun';
import { freshStores, mountInApp } from '../page/mounting';

it('the table of runs is never empty between its rows and their groups', async () => {
  const pinia = freshStores();
  useExperimentStore().edit('Train for a while', (draft: Experiment) => {
    draft.training.epochs = 1;
  });
  const live = useLiveRunStore();
  await live.start();
  await expect.poll(() => live.run?.state).toBe('completed');

  const made: ReturnType<typeof useRunList>[] = [];
  const Holder = defineComponent({
    setup() {
      made.push(useRunList());
      return () => null;
    },
  });
  mountInApp(Holder, {}, { pinia });
  const [list] = made;
  if (list === undefined) throw new Error('there is no list');
  await list.refresh();
  const kinds: (string | undefined)[] = [list.items.value[0]?.kind];
  watch(list.items, ([first]) => kinds.push(first?.kind), { flush: 'sync' });
  list.changeView({ groupBy: ['state'] });
  await expect.poll(() => list.items.value[0]?.kind).toBe('group');
  list.changeView({ groupBy: [] });
  await expect.poll(() => list.items.value[0]?.kind).toBe('run');
  expect(new Set(kinds)).toEqual(new Set(['run', 'group']));
});
