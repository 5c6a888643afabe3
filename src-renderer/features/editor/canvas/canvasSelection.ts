import { layerIdSchema, type LayerId } from '@shared/ids';
import type { GraphNode, VueFlowStore } from '@vue-flow/core';
import { nextTick, watch } from 'vue';
import { useEditorStore } from '../../../stores/editor';
import type { BlockNodeData, EdgeData } from './graph/graph';

export function isBlock(node: { readonly type?: string }): boolean {
  return node.type === 'foldedBlock' || node.type === 'blockFrame';
}

/** The layers that a box on the canvas stands for. */
export function membersOf(node: Pick<GraphNode, 'id' | 'type' | 'data'>): readonly LayerId[] {
  return isBlock(node) ? (node.data as BlockNodeData).block.layers : [layerIdSchema.parse(node.id)];
}

/**
 * Keeps the canvas' selection and the store's the same.
 * @returns shows the store's on the canvas, to be called when the canvas got other boxes.
 */
export function useCanvasSelection(flow: VueFlowStore): () => void {
  const editor = useEditorStore();

  function show(): void {
    const selected = new Set<string>(editor.selection);
    for (const node of flow.nodes.value) {
      const wanted =
        selected.has(node.id) || (isBlock(node) && membersOf(node).every((id) => selected.has(id)));
      if (node.selected !== wanted && node.type !== 'blockFrame') node.selected = wanted;
    }
  }

  function read(): void {
    const layers = flow.getSelectedNodes.value.flatMap((node) => membersOf(node));
    const edgeData = flow.getSelectedEdges.value[0]?.data as EdgeData | undefined;
    editor.select(layers, layers.length === 0 ? (edgeData?.edge ?? null) : null);
  }

  watch(() => editor.selection, show);
  flow.onNodesChange((changes) => {
    if (changes.some((change) => change.type === 'select')) void nextTick(read);
  });
  flow.onEdgesChange((changes) => {
    if (changes.some((change) => change.type === 'select')) void nextTick(read);
  });
  return show;
}
