import type { LayerId } from '@shared/ids';
import type { NetworkFix } from '@shared/network/inference';
import { layerTitle } from '@shared/network/layers';
import type { Edge } from '@shared/network/spec';
import { useExperimentStore } from '../../stores/document/experiment';
import { useEditorStore } from '../../stores/editor';
import { useCanvasStore } from './canvas/graph/canvasStore';
import * as blocks from './edits/blocks';
import { copyLayers, pasteFragment, readFragment } from './edits/clipboard';
import * as edges from './edits/edges';
import { applyFix } from './edits/fixes';
import * as layers from './edits/layers';
import type { Position, Positions } from '@shared/drawing/layout';
import * as positions from './edits/positions';

/** Everything a person can do to the network, as one undoable step each, with its name. */
export function useEditorActions() {
  const document = useExperimentStore();
  const editor = useEditorStore();
  const canvas = useCanvasStore();

  const kindTitle = (kind: string) => layerTitle({ kind });
  const title = (id: LayerId) => {
    const layer = document.network.layers.find((candidate) => candidate.id === id);
    return layer === undefined ? id : layerTitle(layer);
  };
  const several = (ids: readonly LayerId[]) =>
    ids.length === 1 && ids[0] !== undefined ? title(ids[0]) : `${ids.length} layers`;

  /** Carries out an edit that makes layers, and selects them. */
  function make(name: string, recipe: (draft: typeof document.experiment) => readonly LayerId[]): void {
    let made: readonly LayerId[] = [];
    document.edit(name, (draft) => {
      made = recipe(draft);
    });
    const [only] = made;
    if (only === undefined) return;
    editor.select(made);
    if (made.length === 1) editor.request = { focus: only };
  }
  const one = (id: LayerId | null) => (id === null ? [] : [id]);

  /** The last layer in the order of computation: where a layer goes when nothing is selected. */
  function lastLayer(): LayerId | null {
    const ends = document.network.layers.filter(
      ({ id }) => !document.network.edges.some(([from]) => from === id),
    );
    return ends.at(-1)?.id ?? document.network.layers.at(-1)?.id ?? null;
  }

  const actions = {
    addLayerAt(kind: string, position: Position): void {
      make(`Add ${kindTitle(kind)}`, (draft) => {
        positions.moveLayers(draft, {}, canvas.positions);
        return [layers.addLayer(draft, kind, position)];
      });
    },
    /** Behind the selected layer, or at the end. */
    appendLayer(kind: string): void {
      const after = editor.selection.at(-1) ?? lastLayer();
      make(`Add ${kindTitle(kind)}`, (draft) =>
        after === null || kind === 'input'
          ? [layers.addLayer(draft, kind)]
          : one(layers.appendAfter(draft, kind, after)),
      );
    },
    appendLayerAfter(kind: string, after: LayerId): void {
      make(`Add ${kindTitle(kind)}`, (draft) => one(layers.appendAfter(draft, kind, after)));
    },
    insertLayer(kind: string, edge: Edge): void {
      make(`Insert ${kindTitle(kind)}`, (draft) => one(layers.insertOnEdge(draft, kind, edge)));
    },
    connect(from: LayerId, to: LayerId): void {
      document.edit(`Connect ${title(from)} to ${title(to)}`, (draft) => void edges.connect(draft, from, to));
    },
    disconnect(edge: Edge): void {
      document.edit(`Disconnect ${title(edge[0])} from ${title(edge[1])}`, (draft) =>
        edges.disconnect(draft, edge),
      );
    },
    deleteSelection(): void {
      const { selection, selectedEdge } = editor;
      if (selection.length > 0) {
        const neighbor = document.network.edges.find(
          ([from, to]) => selection.includes(to) && !selection.includes(from),
        )?.[0];
        document.edit(`Delete ${several(selection)}`, (draft) => layers.removeLayers(draft, selection));
        if (neighbor !== undefined) editor.request = { focus: neighbor };
      } else if (selectedEdge !== null) actions.disconnect(selectedEdge);
    },
    duplicateSelection(): void {
      const fragment = copyLayers(document.network, editor.selection, canvas.positions);
      if (fragment === null) return;
      make(`Duplicate ${several(editor.selection)}`, (draft) =>
        pasteFragment(draft, fragment, canvas.positions),
      );
    },
    /** The selection as the clipboard's text, or null where nothing is selected. */
    copySelection(): string | null {
      const fragment = copyLayers(document.network, editor.selection, canvas.positions);
      return fragment === null ? null : JSON.stringify(fragment, null, 2);
    },
    /** False where the text is no copy of layers. */
    paste(text: string): boolean {
      const fragment = readFragment(text);
      if (fragment === null) return false;
      make('Paste', (draft) => pasteFragment(draft, fragment, canvas.positions));
      return true;
    },
    setParameters(id: LayerId, label: string, parameters: Readonly<Record<string, unknown>>): void {
      document.edit(`Set ${label}`, (draft) => layers.setParameters(draft, id, parameters), {
        mergeKey: `${id} ${Object.keys(parameters).join()}`,
      });
    },
    nameLayer(id: LayerId, name: string): void {
      document.edit('Name layer', (draft) => layers.nameLayer(draft, id, name), { mergeKey: `${id} name` });
    },
    setFrozen(ids: readonly LayerId[], frozen: boolean): void {
      document.edit(frozen ? 'Freeze' : 'Let learn', (draft) => layers.setFrozen(draft, ids, frozen));
    },
    setRegularization(id: LayerId, regularization: Parameters<typeof layers.setRegularization>[2]): void {
      document.edit('Set regularization', (draft) => layers.setRegularization(draft, id, regularization), {
        mergeKey: `${id} regularization`,
      });
    },
    moveLayers(moved: Positions, mergeKey?: string): void {
      const ids = Object.keys(moved);
      document.edit(
        ids.length === 1 ? 'Move layer' : `Move ${ids.length} layers`,
        (draft) => positions.moveLayers(draft, moved, canvas.positions),
        mergeKey === undefined ? {} : { mergeKey },
      );
    },
    alignSelection(alignment: positions.Alignment): void {
      document.edit(`Align ${alignment}`, (draft) =>
        positions.alignLayers(draft, editor.selection, alignment, canvas.positions),
      );
    },
    layOutAutomatically(): void {
      document.edit('Lay out automatically', positions.layOutAutomatically);
      editor.request = { fit: true };
    },
    groupLayers(ids: readonly LayerId[], name: string): void {
      document.edit(`Group ${several(ids)}`, (draft) => void blocks.groupLayers(draft, ids, name));
    },
    ungroup(blockId: string): void {
      document.edit('Ungroup', (draft) => blocks.ungroup(draft, blockId));
    },
    foldBlock(blockId: string, folded: boolean): void {
      document.edit(folded ? 'Fold block' : 'Unfold block', (draft) =>
        blocks.foldBlock(draft, blockId, folded),
      );
    },
    nameBlock(blockId: string, name: string): void {
      document.edit('Name block', (draft) => blocks.nameBlock(draft, blockId, name));
    },
    applyFix(fix: NetworkFix): void {
      document.edit(fix.title, (draft) => applyFix(draft, fix));
      // The automatic layout may have moved layers out of view to make room.
      if (fix.kind === 'insertLayer' && document.network.positions === undefined)
        editor.request = { fit: true };
    },
    selectAll(): void {
      editor.select(document.network.layers.map((layer) => layer.id));
    },
  };
  return actions;
}
