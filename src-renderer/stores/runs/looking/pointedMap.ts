import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { PlaneRanges } from '../../../shared/charts/plane/planeDrawing';
import type { UnitMap } from '../../../shared/charts/units/unitMap';

/** One of the maps of a gallery, which the results show large. */
export interface PointedMap {
  /** The gallery's. */
  readonly owner: string;
  readonly layer: string;
  /** Whose map it is: `Unit 3`. */
  readonly name: string;
  readonly map: UnitMap;
  /** The part of the plane that it shows; null for what is an image. */
  readonly ranges: PlaneRanges | null;
  /** The step after which it was so. */
  readonly step: number;
  /** Goes on to another of the gallery's. @param by places */
  move(by: number): void;
  /** Gives the keys back to the gallery. */
  focusGallery(): void;
}

/** The map that somebody points at or has pinned: over the results for as long. */
export const usePointedMapStore = defineStore('pointedMap', () => {
  /** As its gallery has it by now; null where none is shown. */
  const shown = shallowRef<PointedMap | null>(null);
  const pointedAt = shallowRef<string | null>(null);
  const pinned = shallowRef<string | null>(null);
  /** The gallery whose map is shown. */
  const owner = computed(() => pinned.value ?? pointedAt.value);

  function pointAt(gallery: string): void {
    pointedAt.value = gallery;
  }
  /** Somebody no longer points at a gallery, which changes nothing for a pinned map. */
  function leave(gallery: string): void {
    if (pointedAt.value === gallery) pointedAt.value = null;
  }
  function pin(gallery: string): void {
    pinned.value = gallery;
  }
  function close(): void {
    pinned.value = null;
    pointedAt.value = null;
  }
  /** A gallery is gone, and its map with it. */
  function forget(gallery: string): void {
    leave(gallery);
    if (pinned.value === gallery) pinned.value = null;
    if (shown.value?.owner === gallery) shown.value = null;
  }

  return { shown, pinned, owner, pointAt, leave, pin, close, forget };
});
