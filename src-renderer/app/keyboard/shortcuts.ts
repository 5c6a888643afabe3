import { useEventListener } from '@vueuse/core';
import { useCommandsStore, type Command } from '../../stores/commands';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface Chord {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly key: string;
}

function parse(shortcut: string): Chord {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  return {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    key: key === 'Space' ? ' ' : key.toLowerCase(),
  };
}

function matches(event: KeyboardEvent, chord: Chord): boolean {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  return (
    event.key.toLowerCase() === chord.key &&
    mod === chord.mod &&
    event.shiftKey === chord.shift &&
    !event.altKey
  );
}

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
  const { mod, shift, key } = parse(shortcut);
  const name =
    key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : (shortcut.split('+').at(-1) ?? key);
  if (isMac) return `${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [mod && 'Ctrl', shift && 'Shift', name].filter(Boolean).join('+');
}

/** Carries out commands by their shortcuts, wherever in the window the focus is. */
export function useShortcuts(): void {
  const commands = useCommandsStore();

  function commandFor(event: KeyboardEvent): Command | undefined {
    for (const command of commands.registered.values()) {
      for (const shortcut of command.shortcuts ?? []) {
        const chord = parse(shortcut);
        if (!matches(event, chord)) continue;
        if (!chord.mod && ownsBareKeys(event.target)) continue;
        if (
          chord.mod &&
          'azy'.includes(chord.key) &&
          (ownsUndo(event.target) || ownsSelectAll(event, chord.key))
        )
          continue;
        return command;
      }
    }
    return undefined;
  }

  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(event);
    if (command === undefined) return;
    event.preventDefault();
    if (commands.isEnabled(command)) void commands.carryOut(command);
  });
}

/** In a text field Ctrl/Cmd-A selects its text; undo there stays the document's, as the field follows it. */
function ownsSelectAll(event: KeyboardEvent, key: string): boolean {
  return key === 'a' && event.target instanceof HTMLInputElement;
}
