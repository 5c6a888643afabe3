import type { RunId } from '@shared/ids';
import type { Curve, CurveBand } from '@shared/runs/run';
import { watchDebounced } from '@vueuse/core';
import { computed, shallowRef } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import type { InView } from './inView';
import { mayBeThinned, mostPoints } from './mostPoints';
import { withFiner } from './withFiner';

interface Finer {
  readonly inView: InView | null;
  readonly curves: readonly Curve[];
  readonly bands: readonly CurveBand[];
}

const nothing: Finer = { inView: null, curves: [], bands: [] };
/** Milliseconds in which a zoom that still moves is not followed. */
const settling = 100;

/** Finer points of what a zoom shows, read again when it moves or the runs have got on. @param inView null: all is */
export function useFiner(inView: () => InView | null, progress: () => unknown) {
  const finer = shallowRef<Finer>(nothing);
  const { error, ask, cancel } = useRequest();
  watchDebounced(
    [() => JSON.stringify(inView()), progress],
    () => {
      const asked = inView();
      if (asked !== null) {
        void ask(
          (options) => read(asked, options),
          (answer) => (finer.value = answer),
        );
        return;
      }
      cancel();
      finer.value = nothing;
    },
    { debounce: settling, maxWait: 3 * settling },
  );

  function finerCurve(curve: Curve): Curve {
    const found = finer.value.curves.find(
      ({ runId, split, name }) => runId === curve.runId && split === curve.split && name === curve.name,
    );
    return withFiner(curve, found);
  }

  /** @param runIds those that the band is of: what was read of others is not its */
  function finerBand(band: CurveBand, runIds: readonly RunId[]): CurveBand {
    const isOfThese = finer.value.inView?.of[band.group]?.runIds.join() === runIds.join();
    const found = finer.value.bands.find(
      ({ group, split, name }) => group === band.group && split === band.split && name === band.name,
    );
    return withFiner(band, isOfThese ? found : undefined);
  }

  /** Whether some of what is in view may have more points still. */
  const isThinned = computed(() => [...finer.value.curves, ...finer.value.bands].some(mayBeThinned));
  return { finerCurve, finerBand, isThinned, error };
}

async function read(inView: InView, options: { signal: AbortSignal }): Promise<Finer> {
  const splits = ['training', 'validation'] as const;
  const series = splits.flatMap((split) => inView.names.map((name) => ({ split, name })));
  const asked = inView.of.map(({ runIds, part }) => ({
    ...part,
    runIds: [...runIds],
    maximumPoints: mostPoints,
  }));
  if (inView.drawn === 'each') {
    const curves = asked.map((each) => engine.runs.curves({ ...each, series }, options));
    return { ...nothing, inView, curves: (await Promise.all(curves)).flat() };
  }
  const bands = asked.map(async ({ runIds, ...each }, group) => {
    const ofGroup = await engine.runs.bands({ ...each, groups: [runIds] }, options);
    return ofGroup.map((band) => ({ ...band, group }));
  });
  return { ...nothing, inView, bands: (await Promise.all(bands)).flat() };
}
