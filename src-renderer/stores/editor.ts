import type { LayerId } from '@shared/ids';
import type { Edge } from '@shared/network/spec';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useExperimentStore } from './document/experiment';

/** A dialog of the editor that is open, with what it is about. */
export type EditorDialog =
  | { readonly kind: 'connect'; readonly from: LayerId }
  | { readonly kind: 'nameBlock'; readonly layers: readonly LayerId[]; readonly blockId: string | null }
  | { readonly kind: 'templates' };

/** What is selected on the canvas, what is asked of it, and which of the editor's dialogs is open. */
export const useEditorStore = defineStore('editor', () => {
  const document = useExperimentStore();
  const selection = shallowRef<readonly LayerId[]>([]);
  const selectedEdge = shallowRef<Edge | null>(null);
  const dialog = shallowRef<EditorDialog | null>(null);
  /** Asked of the canvas: fit everything into view, or bring a layer into view and give it the focus. */
  const request = shallowRef<{ readonly fit: true } | { readonly focus: LayerId } | null>(null);

  const selectedLayer = computed(() => {
    const [only] = selection.value;
    if (selection.value.length !== 1) return null;
    return document.network.layers.find((layer) => layer.id === only) ?? null;
  });

  function select(layers: readonly LayerId[], edge: Edge | null = null): void {
    selectedEdge.value = edge;
    const same =
      layers.length === selection.value.length && layers.every((id, i) => id === selection.value[i]);
    if (!same) selection.value = layers;
  }

  watch(
    () => document.network,
    (network) => {
      const ids = new Set(network.layers.map((layer) => layer.id));
      select(
        selection.value.filter((id) => ids.has(id)),
        selectedEdge.value,
      );
      const edge = selectedEdge.value;
      if (edge && !network.edges.some(([from, to]) => from === edge[0] && to === edge[1]))
        selectedEdge.value = null;
    },
  );

  return { selection, selectedEdge, selectedLayer, dialog, request, select };
});
