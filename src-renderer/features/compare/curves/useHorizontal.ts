import type { RunDetail } from '@shared/runs/run';
import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { canBeDrawnOver, horizontals, type Horizontal } from './horizontal';

/** What the curves are drawn over, which the person's choice is where all runs can be. */
export function useHorizontal(runs: () => readonly RunDetail[]) {
  const wanted = useLocalStorage<Horizontal>('layerlab.compare.horizontal', 'step');
  const horizontalOptions = computed(() =>
    horizontals
      .filter((each) => canBeDrawnOver(each, runs()))
      .map((each) => ({ value: each as string, title: `by ${each}` })),
  );
  const horizontal = computed(() => (canBeDrawnOver(wanted.value, runs()) ? wanted.value : 'step'));
  function chooseHorizontal(chosen: string): void {
    wanted.value = horizontals.find((each) => each === chosen) ?? 'step';
  }
  return { horizontal, horizontalOptions, chooseHorizontal };
}
