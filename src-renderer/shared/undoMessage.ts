import { NButton, useMessage } from 'naive-ui';
import { h } from 'vue';

/** Says what was done at once, without asking, and offers for a while to take it back. */
export function useUndoMessage() {
  const message = useMessage();

  /** @param undo answers whether it was taken back */
  return function tell(text: string, undo: () => Promise<boolean>): void {
    const shown = message.info(
      () =>
        h('span', { class: 'undo-message' }, [
          `${text}. `,
          h(NButton, { text: true, type: 'primary', onClick: () => void takeBack() }, () => 'Undo'),
        ]),
      { duration: 12_000, closable: true },
    );
    async function takeBack(): Promise<void> {
      if (await undo()) shown.destroy();
    }
  };
}
