import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { freshStores } from '../page/mounting';

beforeEach(() => void freshStores());

const other = () => experimentOf(templateCatalogue[1]!);
const rename = (name: string) =>
  useExperimentStore().edit('Rename experiment', (draft) => void (draft.name = name));

describe('the open document', () => {
  it('is dirty after an edit, and clean again where undo leads back to what is in the file', () => {
    const document = useExperimentStore();
    expect(document.dirty).toBe(false);
    rename('first');
    expect(document.dirty).toBe(true);
    document.undo();
    expect(document.dirty).toBe(false);
  });

  it('says of each step what undo takes back and redo brings again', () => {
    const document = useExperimentStore();
    expect([document.undoName, document.redoName]).toEqual([null, null]);
    rename('first');
    expect(document.undoName).toBe('Rename experiment');
    document.undo();
    expect([document.undoName, document.redoName]).toEqual([null, 'Rename experiment']);
    document.redo();
    expect(document.experiment.name).toBe('first');
  });

  it('comes back with its steps when undo takes back that another was opened', () => {
    const document = useExperimentStore();
    rename('first');
    document.replace(other(), { path: '/elsewhere.layerlab.json' });
    expect(document.dirty).toBe(false);
    expect(document.undoName).toBe(`Open ${other().name}`);
    document.undo();
    expect([document.experiment.name, document.path, document.dirty]).toEqual(['first', null, true]);
    document.undo();
    expect(document.experiment.name).not.toBe('first');
    document.redo();
    document.redo();
    expect(document.path).toBe('/elsewhere.layerlab.json');
  });

  it('is saved as it was when saving began, whatever was edited meanwhile', () => {
    const document = useExperimentStore();
    rename('saved');
    const snapshot = document.snapshot();
    rename('later');
    document.markSaved(snapshot, '/saved.layerlab.json');
    expect([document.path, document.dirty]).toEqual(['/saved.layerlab.json', true]);
    document.undo();
    expect(document.dirty).toBe(false);
  });

  it('takes no file of a document that stood in its place when saving began', () => {
    const document = useExperimentStore();
    const snapshot = document.snapshot();
    document.replace(other());
    document.markSaved(snapshot, '/first.layerlab.json');
    expect(document.path).toBeNull();
  });

  it('knows the shapes and the problems of its network after each edit', () => {
    const document = useExperimentStore();
    const output = document.inferred.outputShape;
    expect(document.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    document.edit('Set units', (draft) => {
      const last = draft.network.layers.at(-1)!;
      last['units'] = 5;
    });
    expect(document.inferred.outputShape).toEqual([5]);
    expect(document.problems.some(({ severity }) => severity === 'error')).toBe(true);
    document.undo();
    expect(document.inferred.outputShape).toEqual(output);
  });

  it('is there again when the window is loaded anew', async () => {
    rename('kept');
    await nextTick();
    window.dispatchEvent(new Event('pagehide'));
    freshStores();
    const document = useExperimentStore();
    expect([document.experiment.name, document.dirty]).toEqual(['kept', true]);
  });
});
