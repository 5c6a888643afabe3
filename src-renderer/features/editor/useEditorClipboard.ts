import { AppError } from '@shared/errors';
import { useEventListener } from '@vueuse/core';
import { isTyping } from '../../shared/keyboard/typing';
import { useEditorActions } from './editorActions';

type Actions = ReturnType<typeof useEditorActions>;

/** What was copied last in this window: pasted where the browser does not let the page read the clipboard. */
let lastCopied: string | null = null;

/** Does nothing where nothing is selected. */
export async function copySelection(actions: Actions): Promise<void> {
  const text = actions.copySelection();
  if (text !== null) await keep(text);
}

/** Does nothing where nothing is selected. */
export async function cutSelection(actions: Actions): Promise<void> {
  const text = actions.copySelection();
  if (text === null) return;
  const copying = keep(text);
  // When the clipboard has it, something else may be selected.
  actions.deleteSelection();
  await copying;
}

async function keep(text: string): Promise<void> {
  lastCopied = text;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Insecure origins have no clipboard, and a person may refuse it elsewhere: the window's own copy remains.
  }
}

export async function pasteFromClipboard(actions: Actions): Promise<void> {
  const text = await readClipboard();
  if (text !== null && actions.paste(text)) return;
  throw new AppError('notAllowedNow', 'There are no copied layers to paste', {
    remedy: 'Select layers on the canvas and copy them first.',
  });
}

async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return lastCopied;
  }
}

/** Copy, cut and paste of layers through the clipboard's own events, which need no permission. */
export function useEditorClipboard(): void {
  const actions = useEditorActions();

  const take = (event: ClipboardEvent, cut: boolean) => {
    if (isTyping(event.target) || (window.getSelection()?.toString() ?? '') !== '') return;
    const text = actions.copySelection();
    if (text === null) return;
    lastCopied = text;
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
