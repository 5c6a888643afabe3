import { layerIdSchema } from '@shared/ids';
import { describe, expect, it } from 'vitest';
import { useEditorActions } from '../../../src-renderer/features/editor/editorActions';
import { cutSelection } from '../../../src-renderer/features/editor/useEditorClipboard';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useEditorStore } from '../../../src-renderer/stores/editor';
import { freshStores } from '../page/mounting';

const [hidden, scores] = ['hidden1', 'scores'].map((id) => layerIdSchema.parse(id));

describe('layers that are cut', () => {
  it('are those that were selected then, whatever is selected when the clipboard has them', async () => {
    freshStores();
    const [document, editor] = [useExperimentStore(), useEditorStore()];
    const before = document.network.layers.map(({ id }) => id);
    editor.select([hidden!]);
    const cutting = cutSelection(useEditorActions());
    editor.select([scores!]);
    await cutting;
    expect(document.network.layers.map(({ id }) => id)).toEqual(before.filter((id) => id !== hidden));
  });

  it('are none where an edge alone is selected', async () => {
    freshStores();
    const [document, editor] = [useExperimentStore(), useEditorStore()];
    const { network } = document;
    editor.select([], network.edges[0]!);
    await cutSelection(useEditorActions());
    expect(document.network).toEqual(network);
  });
});
