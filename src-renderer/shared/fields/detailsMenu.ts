import { onClickOutside } from '@vueuse/core';
import type { ShallowRef } from 'vue';

/**
 * A menu that is a `details` element: a click outside closes it, and what is done in it, or Escape, returns to what opened it.
 */
export function useDetailsMenu(menu: Readonly<ShallowRef<HTMLDetailsElement | null>>) {
  onClickOutside(menu, () => {
    if (menu.value) menu.value.open = false;
  });

  function closeAndReturn(): void {
    if (menu.value === null) return;
    menu.value.open = false;
    menu.value.querySelector('summary')?.focus();
  }
  return { closeAndReturn };
}
