import { useMediaQuery, useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, watchEffect } from 'vue';
import type { ColorScheme } from '../shared/theme/colors';

export type SchemeChoice = 'system' | ColorScheme;

/** What a person chose for this interface; kept in the browser's storage. */
export const useSettingsStore = defineStore('settings', () => {
  const schemeChoice = useLocalStorage<SchemeChoice>('layerlab.scheme', 'system');
  const showMiniMap = useLocalStorage('layerlab.miniMap', true);
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)');
  const scheme = computed<ColorScheme>(() =>
    schemeChoice.value === 'system' ? (systemDark.value ? 'dark' : 'light') : schemeChoice.value,
  );
  watchEffect(() => {
    document.documentElement.dataset.theme = scheme.value;
  });
  return { schemeChoice, scheme, showMiniMap };
});
