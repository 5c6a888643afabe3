import type { Edge as FlowEdge, GraphNode, Node as FlowNode, VueFlowStore } from '@vue-flow/core';
import type { CanvasGraph } from './graph';

function sameIds(a: readonly { readonly id: string }[], b: readonly { readonly id: string }[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

/**
 * Brings the canvas to a new picture of the network. Where boxes and lines are the same as before, only those that
 * changed are touched: giving Vue Flow the whole graph again costs tens of milliseconds for 200 layers.
 * Nodes go first, since edges are checked against them.
 */
export function syncGraph(flow: VueFlowStore, next: CanvasGraph, before: CanvasGraph | undefined): void {
  if (before !== undefined && sameIds(next.nodes, before.nodes)) updateNodes(flow, next.nodes, before.nodes);
  else flow.setNodes(next.nodes);
  if (before !== undefined && sameIds(next.edges, before.edges)) updateEdges(flow, next.edges, before.edges);
  else flow.setEdges(next.edges);
}

function updateNodes(flow: VueFlowStore, next: readonly FlowNode[], before: readonly FlowNode[]): void {
  next.forEach((node, index) => {
    const known = flow.findNode(node.id);
    if (known === undefined) return;
    if (node.type !== 'layer' && node.data !== before[index]?.data) describe(known, node);
    const { x, y } = node.position;
    if (known.position.x !== x || known.position.y !== y) known.position = { x, y };
  });
}

/**
 * Tells Vue Flow what its boxes for layers stand for: their labels for screen readers, and the mini-map's colors. It
 * draws every such box's frame again for that, so this is left for when the boxes themselves, which take their words
 * from the store, are on the screen.
 */
export function describeLayers(flow: VueFlowStore, { nodes }: CanvasGraph): void {
  for (const node of nodes) {
    const known = flow.findNode(node.id);
    if (known !== undefined && known.data !== node.data) describe(known, node);
  }
}

function describe(known: GraphNode, { data, ariaLabel, type }: FlowNode): void {
  known.data = data as unknown;
  known.ariaLabel = ariaLabel;
  if (type !== undefined) known.type = type;
}

function updateEdges(flow: VueFlowStore, next: readonly FlowEdge[], before: readonly FlowEdge[]): void {
  next.forEach((edge, index) => {
    if (edge.data === before[index]?.data) return;
    const known = flow.findEdge(edge.id);
    if (known !== undefined) known.data = edge.data;
  });
}
