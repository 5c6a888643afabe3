import type { LayerId } from '@shared/ids';
import type { ExampleMaps } from '@shared/pictures/exampleMaps';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { engine } from '../../shared/engine/client';
import { oneAtATime } from './asking';
import { useMomentsStore } from './moments';

/** Milliseconds between two looks at a net that learns. */
const livePeriod = 250;

/** What the layer that is looked at makes of one image, in the run that is shown and at the moment that was chosen. */
export const useExampleMapsStore = defineStore('exampleMaps', () => {
  const moments = useMomentsStore();
  const layer = shallowRef<LayerId | null>(null);
  /** Which of the examples; the same for all layers of a run. Another run may be observed on fewer of them. */
  const example = shallowRef(0);
  const shown = shallowRef<ExampleMaps | null>(null);

  const asked = () => [moments.runId, layer.value, moments.chosen, example.value] as const;

  async function look(): Promise<void> {
    const [runId, wanted, at, index] = asked();
    const isStill = () => asked().every((part, place) => part === [runId, wanted, at, index][place]);
    if (runId === null || wanted === null || !moments.canAnswer) return;
    const step = at === null ? null : await moments.keptUpTo(runId, at);
    if (at !== null && step === null) return;
    const maps = await engine.runs.exampleMaps({ runId, step, layer: wanted, example: index });
    if (isStill()) shown.value = maps;
  }

  const follows = () =>
    moments.learns && layer.value !== null && shown.value !== null && moments.chosen === null;
  const refresh = oneAtATime(look, follows, livePeriod);

  watch([() => moments.runId, layer], () => (shown.value = null));
  watch(
    () => moments.runId,
    () => (example.value = 0),
  );
  // A question that comes as the training ends may find nobody: it is put again to what was kept.
  watch(
    [
      () => moments.runId,
      layer,
      () => moments.chosen,
      example,
      () => moments.canAnswer,
      () => moments.learns,
    ],
    refresh,
  );

  return { layer, example, shown };
});
