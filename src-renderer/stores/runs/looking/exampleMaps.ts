import type { LayerId } from '@shared/ids';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useLook } from './look';
import { useMomentsStore } from './moments';

/** What the layer that is looked at makes of one image, in the run that is shown and at the moment that was chosen. */
export const useExampleMapsStore = defineStore('exampleMaps', () => {
  const moments = useMomentsStore();
  const layer = shallowRef<LayerId | null>(null);
  /** Which of the examples; the same for all layers of a run. Another run may be observed on fewer of them. */
  const example = shallowRef(0);
  watch(
    () => moments.runId,
    () => (example.value = 0),
    { flush: 'sync' },
  );

  const { shown } = useLook({
    wanted: () => layer.value && { layer: layer.value, example: example.value },
    subject: () => layer.value,
    ask: (at, wanted) => engine.runs.exampleMaps({ ...at, ...wanted }),
    livePeriod: 250,
  });

  return { layer, example, shown };
});
