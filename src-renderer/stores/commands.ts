import type { AppErrorData } from '@shared/errors';
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, triggerRef } from 'vue';
import { toAppError } from '../shared/engine/client';
import type { IconName } from '../shared/icons';

/** Something a person can do, offered by the command palette and, where it has a shortcut, by the keyboard. */
export interface Command {
  /** `editor.undo`: unique, stable, what menus call it by. */
  readonly id: string;
  readonly title: () => string;
  /** Heading under which the command palette shows it. */
  readonly group: string;
  readonly icon?: IconName;
  /**
   * `$mod+Shift+Z` ($mod is Ctrl, or Cmd on a Mac), `Space`, `Delete`. A shortcut without $mod acts only where no
   * text is being typed and no control has the focus that needs the key itself.
   */
  readonly shortcuts?: readonly string[];
  readonly enabled?: () => boolean;
  readonly run: () => unknown;
}

/** Every command of the interface. A component that offers some calls {@link provide} in its setup. */
export const useCommandsStore = defineStore('commands', () => {
  const registered = shallowRef(new Map<string, Command>());
  /** What was wrong with the command that failed last. */
  const failure = shallowRef<AppErrorData | null>(null);

  /** Registers commands until the calling component is unmounted. */
  function provide(commands: readonly Command[]): void {
    for (const command of commands) registered.value.set(command.id, command);
    triggerRef(registered);
    onScopeDispose(() => {
      for (const command of commands) {
        if (registered.value.get(command.id) === command) registered.value.delete(command.id);
      }
      triggerRef(registered);
    });
  }

  function isEnabled(command: Command): boolean {
    return command.enabled?.() ?? true;
  }

  /** Carries out a command; what it throws or rejects with becomes the {@link failure}. */
  async function carryOut(command: Pick<Command, 'run'>): Promise<void> {
    try {
      await command.run();
    } catch (thrown) {
      failure.value = toAppError(thrown).toData();
    }
  }

  /** Carries out a command by its id; false where it is not offered or not possible now. */
  function run(id: string): boolean {
    const command = registered.value.get(id);
    if (command === undefined || !isEnabled(command)) return false;
    void carryOut(command);
    return true;
  }

  return { registered, failure, provide, isEnabled, carryOut, run };
});
