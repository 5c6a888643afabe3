import type { RunId } from '@shared/ids';
import type { CurveBand } from '@shared/runs/run';
import { shallowRef, watch } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import { mostPoints } from './mostPoints';

/** The curves of groups of runs as one each, read again when their runs have got on. @param groups null: none are wanted */
export function useBands(groups: () => readonly RunId[][] | null, progress: () => unknown) {
  const bands = shallowRef<readonly CurveBand[]>([]);
  const { error, ask } = useRequest();
  watch(
    [() => JSON.stringify(groups()), progress],
    () => {
      const asked = groups();
      if (asked === null) return;
      void ask(
        (options) => engine.runs.bands({ groups: [...asked], maximumPoints: mostPoints }, options),
        (answer) => (bands.value = answer),
      );
    },
    { immediate: true },
  );
  return { bands, error };
}
