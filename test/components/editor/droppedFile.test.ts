import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { defineComponent, h } from 'vue';
import { describe, expect, it } from 'vitest';
import { useAppCommands } from '../../../src-renderer/app/appCommands';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { usePagesStore } from '../../../src-renderer/stores/pages';
import { freshStores, mountInApp } from '../page/mounting';

/** A window that takes dropped files. */
function opened() {
  const pinia = freshStores();
  const Window = defineComponent({
    setup() {
      useAppCommands(() => undefined);
      return () => h('main');
    },
  });
  mountInApp(Window, {}, { pinia });
  return useExperimentStore();
}

function drop(name: string, content: string): DragEvent {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([content], name));
  const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  return event;
}

const other = experimentOf(templateCatalogue[1]!);

describe('a file that is dropped on the window', () => {
  it('is opened where it is an experiment, and undo brings back what was open', async () => {
    const document = opened();
    usePagesStore().show('runs');
    const before = document.experiment.name;
    const event = drop('other.layerlab.json', JSON.stringify(other));
    expect(event.defaultPrevented).toBe(true);
    await expect.poll(() => document.experiment.name).toBe(other.name);
    expect(document.experiment.network).toEqual(other.network);
    expect(usePagesStore().page).toBe('workbench');
    document.undo();
    expect(document.experiment.name).toBe(before);
  });

  it('is no data of an experiment that was opened before it was here', async () => {
    const document = opened();
    drop('table.csv', 'a,b\n1,x\n2,y');
    document.replace(other);
    await expect.poll(() => window.document.body.textContent).toContain('Another experiment was opened');
    expect(document.experiment.dataset).toEqual(other.dataset);
    drop('table.csv', 'a,b\n1,x\n2,y');
    await expect.poll(() => document.experiment.dataset.kind).toBe('csv');
  });

  it('is told to be none where it is none', async () => {
    const document = opened();
    const before = document.experiment;
    drop('broken.layerlab.json', '{"version": 1,');
    await expect.poll(() => window.document.body.textContent).toMatch(/JSON/);
    expect(document.experiment).toBe(before);
  });

  it('is kept from the browser, which would leave the app for it, and is told to be no data', async () => {
    const document = opened();
    const before = document.experiment;
    expect(drop('picture.png', 'no experiment').defaultPrevented).toBe(true);
    expect(document.experiment).toBe(before);
    await expect
      .poll(() => window.document.body.textContent)
      .toContain('“picture.png” is no experiment and no data');
  });
});
