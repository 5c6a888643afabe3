import { drawingFormats, type DrawingFormat } from '@shared/contract/exports';
import { useCommandsStore, type Command } from '../../stores/commands';
import { useExperimentStore } from '../../stores/document/experiment';
import { layerCatalogue } from '@shared/network/layers';
import { focusInspector } from './canvas/useCanvasKeys';
import { useEditorActions } from './editorActions';
import { useEditorStore } from '../../stores/editor';
import { canFreeze, mayAdd } from './edits/layers';
import type { Alignment } from './edits/positions';
import { saveDrawing } from '../../shared/files/drawing';
import { engine } from '../../shared/engine/client';
import { cutSelection, copySelection, pasteFromClipboard } from './useEditorClipboard';

const alignments: readonly (readonly [Alignment, string])[] = [
  ['left', 'Align left edges'],
  ['center', 'Align centers in a column'],
  ['right', 'Align right edges'],
  ['top', 'Align top edges'],
  ['middle', 'Align middles in a row'],
  ['bottom', 'Align bottom edges'],
];

/** Offers what can be done with the network to the command palette, the keyboard and the menus. */
export function useEditorCommands(): void {
  const document = useExperimentStore();
  const editor = useEditorStore();
  const actions = useEditorActions();

  const hasSelection = () => editor.selection.length > 0;
  const hasSeveral = () => editor.selection.length > 1;
  const group = 'Network';
  const selectedBlock = () =>
    document.network.blocks?.find((block) => block.layers.some((id) => editor.selection.includes(id)));

  const freezable = () =>
    document.network.layers.filter((layer) => editor.selection.includes(layer.id) && canFreeze(layer));
  const selectionIsFrozen = () =>
    freezable().length > 0 && freezable().every(({ trainable }) => trainable === false);

  async function savePicture(format: DrawingFormat): Promise<void> {
    const { network, inputShape, experiment } = document;
    const { base64 } = await engine.exports.draw({
      network,
      inputShape: inputShape === null ? null : [...inputShape],
      format,
    });
    saveDrawing(experiment.name, format, base64);
  }

  const commands: Command[] = [
    {
      id: 'editor.undo',
      title: () => (document.undoName === null ? 'Undo' : `Undo: ${document.undoName}`),
      group: 'Edit',
      icon: 'undo',
      shortcuts: ['$mod+Z'],
      enabled: () => document.undoName !== null,
      run: document.undo,
    },
    {
      id: 'editor.redo',
      title: () => (document.redoName === null ? 'Redo' : `Redo: ${document.redoName}`),
      group: 'Edit',
      icon: 'redo',
      shortcuts: ['$mod+Shift+Z', '$mod+Y'],
      enabled: () => document.redoName !== null,
      run: document.redo,
    },
    {
      id: 'editor.cut',
      title: () => 'Cut',
      group: 'Edit',
      enabled: hasSelection,
      run: () => cutSelection(actions),
    },
    {
      id: 'editor.copy',
      title: () => 'Copy',
      group: 'Edit',
      icon: 'copy',
      enabled: hasSelection,
      run: () => copySelection(actions),
    },
    { id: 'editor.paste', title: () => 'Paste', group: 'Edit', run: () => pasteFromClipboard(actions) },
    {
      id: 'editor.duplicate',
      title: () => 'Duplicate',
      group: 'Edit',
      shortcuts: ['$mod+D'],
      enabled: hasSelection,
      run: actions.duplicateSelection,
    },
    {
      id: 'editor.freeze',
      title: () => (selectionIsFrozen() ? 'Let the selected layers learn' : 'Freeze the selected layers'),
      group,
      icon: 'lock',
      enabled: () => freezable().length > 0,
      run: () => actions.setFrozen(editor.selection, !selectionIsFrozen()),
    },
    {
      id: 'editor.delete',
      title: () => 'Delete',
      group: 'Edit',
      icon: 'trash',
      shortcuts: ['Delete', 'Backspace'],
      enabled: () => hasSelection() || editor.selectedEdge !== null,
      run: actions.deleteSelection,
    },
    {
      id: 'editor.selectAll',
      title: () => 'Select all layers',
      group: 'Edit',
      shortcuts: ['$mod+A'],
      run: actions.selectAll,
    },
    ...drawingFormats.map((format) => ({
      id: `editor.savePicture.${format}`,
      title: () => `Save the network as a picture (${format.toUpperCase()})`,
      group,
      enabled: () => document.network.layers.length > 0,
      run: () => savePicture(format),
    })),
    {
      id: 'editor.connect',
      title: () => 'Connect to…',
      group,
      icon: 'connect',
      enabled: () => editor.selectedLayer !== null,
      run: () => {
        if (editor.selectedLayer !== null) editor.dialog = { kind: 'connect', from: editor.selectedLayer.id };
      },
    },
    {
      id: 'editor.edit',
      title: () => 'Edit parameters',
      group,
      enabled: () => editor.selectedLayer !== null,
      run: focusInspector,
    },
    {
      id: 'editor.group',
      title: () => 'Group into a block…',
      group,
      icon: 'group',
      shortcuts: ['$mod+G'],
      enabled: hasSelection,
      run: () => {
        editor.dialog = { kind: 'nameBlock', layers: editor.selection, blockId: null };
      },
    },
    {
      id: 'editor.foldBlock',
      title: () => (selectedBlock()?.folded ? 'Unfold the block' : 'Fold the block'),
      group,
      icon: 'fold',
      enabled: () => selectedBlock() !== undefined,
      run: () => {
        const block = selectedBlock();
        if (block !== undefined) actions.foldBlock(block.id, !block.folded);
      },
    },
    {
      id: 'editor.renameBlock',
      title: () => 'Rename the block…',
      group,
      enabled: () => selectedBlock() !== undefined,
      run: () => {
        const block = selectedBlock();
        if (block !== undefined)
          editor.dialog = { kind: 'nameBlock', layers: block.layers, blockId: block.id };
      },
    },
    {
      id: 'editor.ungroup',
      title: () => 'Ungroup',
      group,
      shortcuts: ['$mod+Shift+G'],
      enabled: () => selectedBlock() !== undefined,
      run: () => {
        const block = selectedBlock();
        if (block !== undefined) actions.ungroup(block.id);
      },
    },
    {
      id: 'editor.layOut',
      title: () => 'Lay out automatically',
      group,
      icon: 'layout',
      shortcuts: ['$mod+Shift+L'],
      run: actions.layOutAutomatically,
    },
    {
      id: 'editor.fit',
      title: () => 'Zoom to fit',
      group,
      icon: 'fit',
      shortcuts: ['$mod+0'],
      run: () => {
        editor.request = { fit: true };
      },
    },
    {
      id: 'editor.templates',
      title: () => 'Begin with a template…',
      group: 'File',
      icon: 'templates',
      run: () => {
        editor.dialog = { kind: 'templates' };
      },
    },
    ...alignments.map(([alignment, title]): Command => ({
      id: `editor.align${alignment.charAt(0).toUpperCase()}${alignment.slice(1)}`,
      title: () => title,
      group,
      icon: 'align',
      enabled: hasSeveral,
      run: () => actions.alignSelection(alignment),
    })),
    ...layerCatalogue.map(({ kind, title }): Command => ({
      id: `editor.add.${kind}`,
      title: () => `Add ${title}`,
      group: 'Add a layer',
      icon: 'plus',
      enabled: () => mayAdd(document.network, kind),
      run: () => actions.appendLayer(kind),
    })),
  ];
  useCommandsStore().provide(commands);
}
