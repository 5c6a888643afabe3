import { useEventListener } from '@vueuse/core';
import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import { useCommandsStore, type Command } from '../../stores/commands';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether the focus is where a bare key means something of its own. */
function ownsBareKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest(
      'input, textarea, select, button, a, [role="button"], [role="switch"], [role="slider"], [role="dialog"], [role="menu"]',
    ) !== null
  );
}

function ownsUndo(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement);
}

/** A shortcut as the platform writes it: ⇧⌘Z or Ctrl+Shift+Z. */
export function shortcutText(shortcut: string): string {
  const parts = shortcut.split('+');
  const name = parts.at(-1) ?? '';
  const mod = parts.includes('$mod');
  const shift = parts.includes('Shift');
  if (isMac) return `${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [mod && 'Ctrl', shift && 'Shift', name].filter(Boolean).join('+');
}

/** Carries out commands by their shortcuts, wherever in the window the focus is. */
export function useShortcuts(): void {
  const commands = useCommandsStore();

  function commandFor(event: KeyboardEvent): Command | undefined {
    return [...commands.registered.values()].find((command) =>
      command.shortcuts?.some((shortcut) => matches(event, shortcut) && !isOwned(event, shortcut)),
    );
  }

  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(event);
    if (command === undefined) return;
    event.preventDefault();
    if (commands.isEnabled(command)) void commands.carryOut(command);
  });
}

/** A shortcut is one press, in the notation of tinykeys. */
function matches(event: KeyboardEvent, shortcut: string): boolean {
  const [press] = parseKeybinding(shortcut);
  return press !== undefined && matchKeyBindingPress(event, press);
}

/** Whether the key means something of its own where the focus is. */
function isOwned({ target }: KeyboardEvent, shortcut: string): boolean {
  if (!shortcut.startsWith('$mod+')) return ownsBareKeys(target);
  const key = shortcut.at(-1) ?? '';
  // In a text field Ctrl/Cmd-A selects its text; undo there stays the document's, as the field follows it.
  return 'AZY'.includes(key) && (ownsUndo(target) || (key === 'A' && target instanceof HTMLInputElement));
}
