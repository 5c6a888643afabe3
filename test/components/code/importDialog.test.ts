import { describe, expect, it } from 'vitest';
import ImportDialog from '../../../src-renderer/features/code/ImportDialog.vue';
import { useCodeStore } from '../../../src-renderer/stores/code';
import { freshStores, mountInApp } from '../page/mounting';

/** Chooses a file in the dialog, as a person does. */
function choose(name: string, content: BlobPart): void {
  const field = document.querySelector<HTMLInputElement>('input[type="file"]')!;
  const files = new DataTransfer();
  files.items.add(new File([content], name));
  field.files = files.files;
  field.dispatchEvent(new Event('change'));
}

const told = () => document.querySelector('.import')?.textContent ?? '';

describe('importing a stored model', () => {
  it('tells of the file that was chosen last, whichever was read first', async () => {
    const pinia = freshStores();
    mountInApp(ImportDialog, {}, { pinia });
    useCodeStore().importOpen = true;
    await expect.poll(() => document.querySelector('input[type="file"]')).not.toBeNull();
    const large = new Uint8Array(24_000_000);
    choose('large.onnx', large);
    choose('small.h5', 'no model');
    await expect.poll(told).toContain('small.h5');
    await new Promise((read) => {
      const reader = new FileReader();
      reader.addEventListener('load', read);
      reader.readAsDataURL(new Blob([large, large]));
    });
    expect(told()).toContain('small.h5');
    expect(told()).not.toContain('large.onnx');
  });
});
