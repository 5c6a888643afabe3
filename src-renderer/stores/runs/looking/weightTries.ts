import { mostTries, type WeightTry } from '@shared/pictures/weightTry';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useMomentsStore } from './moments';

/** Weights that somebody has changed by hand, to see what that does: of the moment that is shown, and not the run's. */
export const useWeightTriesStore = defineStore('weightTries', () => {
  const moments = useMomentsStore();
  const tries = shallowRef<readonly WeightTry[]>([]);
  /** What is being trained has weights of its own. */
  const isPossible = computed(() => moments.canAnswer && (!moments.learns || moments.chosen !== null));

  function set(change: WeightTry): void {
    const isSame = (each: WeightTry) =>
      each.layer === change.layer && each.weight === change.weight && each.place === change.place;
    tries.value = [...tries.value.filter((each) => !isSame(each)), change].slice(-mostTries);
  }
  function takeBack(): void {
    tries.value = [];
  }
  watch([() => moments.runId, () => moments.chosen, isPossible], takeBack);

  return { tries, isPossible, set, takeBack };
});
