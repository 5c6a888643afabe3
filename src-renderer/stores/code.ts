import { codeTargets } from '@shared/code';
import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

/** Whether the code panel and the import dialog are open, and for which framework the code is written. */
export const useCodeStore = defineStore('code', () => {
  const panelOpen = useLocalStorage('layerlab.codePanel', false);
  const importOpen = ref(false);
  const kind = useLocalStorage<string>('layerlab.codeTarget', codeTargets[0].kind);
  const target = computed(
    () => codeTargets.find((candidate) => candidate.kind === kind.value) ?? codeTargets[0],
  );
  return { panelOpen, importOpen, kind, target };
});
