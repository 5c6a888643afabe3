import { useEventListener } from '@vueuse/core';
import { useEditorActions } from './editorActions';

type Actions = ReturnType<typeof useEditorActions>;

/** Whether keys and the clipboard belong to a text that is being edited. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLTextAreaElement || isTextInput(target))
  );
}

function isTextInput(target: HTMLElement): boolean {
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}

export function copySelection(actions: Actions): void {
  const text = actions.copySelection();
  if (text !== null) void navigator.clipboard.writeText(text);
}

export function cutSelection(actions: Actions): void {
  copySelection(actions);
  actions.deleteSelection();
}

export async function pasteFromClipboard(actions: Actions): Promise<void> {
  actions.paste(await navigator.clipboard.readText());
}

/** Copy, cut and paste of layers through the clipboard's own events, which need no permission. */
export function useEditorClipboard(): void {
  const actions = useEditorActions();

  const take = (event: ClipboardEvent, cut: boolean) => {
    if (isTyping(event.target) || (window.getSelection()?.toString() ?? '') !== '') return;
    const text = actions.copySelection();
    if (text === null) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (cut) actions.deleteSelection();
  };
  useEventListener(window, 'copy', (event: ClipboardEvent) => take(event, false));
  useEventListener(window, 'cut', (event: ClipboardEvent) => take(event, true));
  useEventListener(window, 'paste', (event: ClipboardEvent) => {
    if (isTyping(event.target)) return;
    const text = event.clipboardData?.getData('text/plain');
    if (text !== undefined && actions.paste(text)) event.preventDefault();
  });
}
