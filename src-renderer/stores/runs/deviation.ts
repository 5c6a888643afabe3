import { firstDeviationOf, type ExportResult } from '@shared/contract/exports';
import type { LayerId } from '@shared/ids';
import { reachableFrom, wire } from '@shared/network/inference/order';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { engine } from '../../shared/engine/client';
import { useExperimentStore } from '../document/experiment';
import { useLiveRunStore } from './liveRun';
import { quietly } from './looking/asking';

const none: ReadonlySet<LayerId> = new Set();

/** Where the shown run's latest export deviates from what was trained, for the canvas. */
export const useDeviationStore = defineStore('deviation', () => {
  const document = useExperimentStore();
  const live = useLiveRunStore();
  /** Of the shown run; null where it has none. */
  const latest = shallowRef<ExportResult | null>(null);

  const deviation = computed(() => {
    const report = latest.value?.report ?? null;
    return report === null ? null : firstDeviationOf(report);
  });
  /** The first layer that deviates, and all that its values go on to. */
  const layers = computed<ReadonlySet<LayerId>>(() => {
    const first = document.network.layers.find(({ id }) => id === deviation.value?.layer.layer);
    if (first === undefined) return none;
    const byId = new Map(document.network.layers.map((layer) => [layer.id, layer]));
    return reachableFrom(first.id, wire(byId, document.network.edges).targets);
  });

  watch(
    () => live.run?.id,
    (runId) => {
      latest.value = null;
      if (runId === undefined) return;
      void quietly(async () => {
        // The latest first.
        const known = await engine.exports.list({ runId });
        if (live.run?.id === runId && latest.value === null) latest.value = known[0] ?? null;
      });
    },
    { immediate: true },
  );

  /** Takes up what an export of a run came to. */
  function see(result: ExportResult): void {
    if (result.runId === live.run?.id) latest.value = result;
  }

  return { latest, deviation, layers, see };
});
