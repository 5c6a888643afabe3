import type { MenuCommand } from '@shared/contract/desktop';
import { isTyping } from '../../shared/keyboard/typing';

/**
 * Carries out a command of the native menu on the text that is being edited, as its key would. @returns whether there is
 * one; undo in a field of one line stays the document's, as the field follows it.
 */
export function editText(command: MenuCommand): boolean {
  const target = document.activeElement;
  if (!isTyping(target)) return false;
  const isLong = !(target instanceof HTMLInputElement);
  if (
    command !== 'selectAll' &&
    command !== 'delete' &&
    !(isLong && (command === 'undo' || command === 'redo'))
  )
    return false;
  // Not a standard any more, but the one way in which the browser's own undo knows of the edit.
  document.execCommand(command);
  return true;
}
