import { nextTick, watch, type WatchSource } from 'vue';

/**
 * The keyboard's focus on its way into a dialog and out again, without waiting for a transition: a key that is pressed
 * right after the one that opened or closed the dialog goes where it is meant to go.
 * @param first what gets the focus when the dialog opens.
 * @returns for the modal: it neither moves the focus itself, nor grows out of the place where it was called, which may be gone.
 */
export function useDialogFocus(
  shown: WatchSource<boolean>,
  first: () => HTMLElement | null | undefined,
): { readonly autoFocus: false; readonly transformOrigin: 'center'; readonly onAfterLeave: () => void } {
  watch(
    shown,
    async (show) => {
      if (!show) return;
      await nextTick();
      const element = first();
      element?.focus({ preventScroll: true });
      if (element instanceof HTMLInputElement && element.type === 'text') element.select();
    },
    { immediate: true },
  );

  /**
   * Naive UI gives the focus back when a dialog begins to close, and once more when it has faded out: by then a person
   * may have taken it elsewhere.
   */
  function keepFocus(): void {
    const focused = document.activeElement;
    void nextTick(() => {
      if (focused instanceof HTMLElement && document.activeElement !== focused)
        focused.focus({ preventScroll: true });
    });
  }

  return { autoFocus: false, transformOrigin: 'center', onAfterLeave: keepFocus };
}
