import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

/** An experiment's file on the engine's machine, or one that the browser is to be asked for. */
export type Opening = { readonly path: string } | 'upload';

/** Which experiment a browser is to open; the dialog of the same name asks it. */
export const useOpeningStore = defineStore('opening', () => {
  const asked = ref(false);
  const pending = shallowRef<((chosen: Opening | null) => void) | null>(null);

  function ask(): Promise<Opening | null> {
    answer(null);
    asked.value = true;
    return new Promise((resolve) => {
      pending.value = resolve;
    });
  }

  /** Closes the dialog; a question that was answered already stays answered. */
  function answer(chosen: Opening | null): void {
    asked.value = false;
    const resolve = pending.value;
    pending.value = null;
    resolve?.(chosen);
  }

  return { asked, ask, answer };
});
