import { useElementSize, type MaybeComputedElementRef } from '@vueuse/core';
import { ref, watch, type Ref } from 'vue';

/**
 * The size of an element, and of one that is not shown the size that it last had: a page that is left and shown again is
 * as large as before, and what is drawn by its size need not be drawn anew, twice.
 */
export function useShownSize(
  element: MaybeComputedElementRef,
  before = { width: 0, height: 0 },
): { width: Ref<number>; height: Ref<number> } {
  const size = useElementSize(element, before);
  const [width, height] = [ref(size.width.value), ref(size.height.value)];
  watch(
    [size.width, size.height],
    ([newWidth, newHeight]) => {
      if (newWidth === 0 && newHeight === 0) return;
      width.value = newWidth;
      height.value = newHeight;
    },
    { flush: 'sync' },
  );
  return { width, height };
}
