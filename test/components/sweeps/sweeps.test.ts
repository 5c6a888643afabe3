import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useSweeps } from '../../../src-renderer/features/sweeps/useSweeps';
import { engine } from '../../../src-renderer/shared/engine/client';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { freshStores, mountInApp } from '../page/mounting';

function page() {
  const pinia = freshStores();
  let sweeps: ReturnType<typeof useSweeps> | undefined;
  const Page = defineComponent({
    setup() {
      sweeps = useSweeps();
      return () => h('main');
    },
  });
  mountInApp(Page, {}, { pinia });
  return sweeps!;
}

/** The document as it opens, with so many epochs to be tried. */
function trying(epochs: number) {
  const { experiment } = useExperimentStore();
  return {
    ...experiment,
    training: { ...experiment.training, epochs: 1 },
    sweep: {
      method: 'grid' as const,
      parameters: { 'training.epochs': [epochs] },
      seeds: 1,
      metric: 'validation.loss',
    },
  };
}

async function stopped(epochs: number) {
  const { sweepId } = await engine.sweeps.start({ experiment: trying(epochs) });
  await engine.sweeps.stop({ sweepId });
  return sweepId;
}

describe('the sweep that is looked at', () => {
  it('stays where another is started, deleted or taken back by then', async () => {
    const sweeps = page();
    const [first, second] = [await stopped(1), await stopped(2)];
    await sweeps.load();
    sweeps.open(first);

    const removing = sweeps.remove(first, false);
    sweeps.open(second);
    await removing;
    expect(sweeps.sweep.value?.id).toBe(second);

    sweeps.close();
    const restoring = sweeps.restore(first);
    sweeps.open(second);
    await restoring;
    expect(sweeps.sweep.value?.id).toBe(second);

    sweeps.open(first);
    const starting = sweeps.start(trying(3));
    sweeps.open(second);
    await starting;
    expect(sweeps.sweep.value?.id).toBe(second);
  });

  it('stays also where it was opened while the list was asked for anew', async () => {
    const sweeps = page();
    const [first, second] = [await stopped(5), await stopped(6)];
    await sweeps.load();
    sweeps.open(first);
    await sweeps.remove(first, false);
    const restoring = sweeps.restore(first);
    await expect
      .poll(async () => (await engine.sweeps.list()).map(({ id }) => id), { interval: 1 })
      .toContain(first);
    sweeps.open(second);
    await restoring;
    expect(sweeps.sweep.value?.id).toBe(second);
  });

  it('is the one that was started where nothing else was opened', async () => {
    const sweeps = page();
    await sweeps.load();
    await sweeps.start(trying(4));
    expect(sweeps.sweep.value?.id).toBe(sweeps.list.value[0]?.id);
  });
});
