import { defineComponent, h } from 'vue';
import { describe, expect, it } from 'vitest';
import { shortcutText, useShortcuts } from '../../src-renderer/app/keyboard/shortcuts';
import { useCommandsStore } from '../../src-renderer/stores/commands';
import { freshStores, mountInApp } from './page/mounting';

/** A window with a text field, a long text and a button, and commands that say when they are carried out. */
function opened(mayUndo = true) {
  const pinia = freshStores();
  const done: string[] = [];
  const command = (id: string, ...shortcuts: string[]) => ({
    id,
    title: () => id,
    group: 'Test',
    shortcuts,
    enabled: () => id !== 'undo' || mayUndo,
    run: () => done.push(id),
  });
  const Window = defineComponent({
    setup() {
      useShortcuts();
      useCommandsStore().provide([
        command('undo', '$mod+Z'),
        command('redo', '$mod+Shift+Z', '$mod+Y'),
        command('all', '$mod+A'),
        command('train', 'Space'),
        command('delete', 'Delete', 'Backspace'),
      ]);
      return () => h('main', [h('input'), h('textarea'), h('button')]);
    },
  });
  const app = mountInApp(Window, {}, { pinia });
  function press(place: string, key: string, more: KeyboardEventInit = {}): boolean {
    const code = key === ' ' ? 'Space' : key;
    const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more });
    app.get(place).element.dispatchEvent(event);
    return event.defaultPrevented;
  }
  return { done, press };
}
const control = { ctrlKey: true };

describe('a shortcut', () => {
  it('needs just its keys: another modifier makes it another one', () => {
    const { done, press } = opened();
    press('main', 'z', control);
    press('main', 'Z', { ctrlKey: true, shiftKey: true });
    press('main', 'y', control);
    press('main', 'z', { ctrlKey: true, altKey: true });
    press('main', 'z');
    expect(done).toEqual(['undo', 'redo', 'redo']);
  });

  it('without a modifier leaves its key to text and to buttons', () => {
    const { done, press } = opened();
    for (const place of ['input', 'textarea', 'button']) press(place, ' ');
    press('input', 'Backspace');
    expect(done).toEqual([]);
    press('main', ' ');
    press('main', 'Delete');
    expect(done).toEqual(['train', 'delete']);
  });

  it('leaves undo to long texts and select-all to every text, while undo in a field is the document’s', () => {
    const { done, press } = opened();
    expect(press('textarea', 'z', control)).toBe(false);
    expect(press('textarea', 'a', control)).toBe(false);
    expect(press('input', 'a', control)).toBe(false);
    expect(press('input', 'z', control)).toBe(true);
    expect(done).toEqual(['undo']);
  });

  it('of what cannot be done now does nothing, nor does the browser', () => {
    const { done, press } = opened(false);
    expect(press('main', 'z', control)).toBe(true);
    expect(done).toEqual([]);
  });

  it('is written as the platform writes it', () => {
    expect(shortcutText('$mod+Shift+Z')).toBe('Ctrl+Shift+Z');
    expect(shortcutText('Space')).toBe('Space');
  });
});
