import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { UnitMap } from '../../../shared/charts/plane/unitMap';

/** The map of one unit that somebody points at, which the results show large. */
export const usePointedMapStore = defineStore('pointedMap', () => {
  const pointed = shallowRef<{ readonly map: UnitMap; readonly label: string } | null>(null);
  return { pointed };
});
