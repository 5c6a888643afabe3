import { describe, expect, it } from 'vitest';
import EditableText from '../../src-renderer/shared/fields/EditableText.vue';
import { mountInApp } from './page/mounting';

async function edited(props: { value: string; multiline?: boolean }, text: string) {
  const app = mountInApp(EditableText, { label: 'Name', ...props });
  const field = app.find<HTMLInputElement>('.editable');
  await field.setValue(text);
  await field.trigger('blur');
  return { shown: field.element.value, told: app.findComponent(EditableText).emitted('change') ?? [] };
}

describe('text that is edited where it stands', () => {
  it('is kept without the blanks around it', async () => {
    expect(await edited({ value: 'first' }, ' second ')).toEqual({ shown: 'second', told: [['second']] });
    expect(await edited({ value: '', multiline: true }, '  ')).toEqual({ shown: '', told: [] });
  });

  it('of one line stays what it was where nothing is written; a note may be taken away', async () => {
    expect(await edited({ value: 'first' }, '  ')).toEqual({ shown: 'first', told: [] });
    expect(await edited({ value: 'a note', multiline: true }, ' ')).toEqual({ shown: '', told: [['']] });
  });
});
