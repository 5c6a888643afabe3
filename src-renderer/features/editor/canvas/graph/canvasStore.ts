import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useExperimentStore } from '../../../../stores/document/experiment';
import { canvasGraph, GraphMemory } from './graph';
import { LayoutMemory, positionsOf } from '@shared/drawing/layout';

/** The network as the canvas draws it: where each layer stands, and what its box shows. */
export const useCanvasStore = defineStore('canvas', () => {
  const document = useExperimentStore();
  const layoutMemory = new LayoutMemory();
  const graphMemory = new GraphMemory();

  const positions = computed(() => positionsOf(document.network, layoutMemory));
  const graph = computed(() =>
    canvasGraph(document.network, document.inferred.layers, document.problems, positions.value, graphMemory),
  );
  /** Of very many boxes only those in sight are drawn. */
  const drawsAll = computed(() => graph.value.nodes.length <= 400);
  return { positions, graph, drawsAll };
});
