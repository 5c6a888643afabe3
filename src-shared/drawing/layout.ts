import { Graph, layout as dagreLayout } from '@dagrejs/dagre';
import type { Block, NetworkSpec } from '../network/spec';

/** Upper left corner of a layer's box on the canvas, in pixels at zoom 1. */
export type Position = readonly [number, number];
export type Positions = Readonly<Record<string, Position>>;

export const layerWidth = 196;
export const layerHeight = 58;

/** A folded block is drawn as one box; its node is named so. */
export function blockNodeId(block: Block): string {
  return `block:${block.id}`;
}

/** For each layer inside a folded block, the block. */
export function foldedBlocks(network: NetworkSpec): ReadonlyMap<string, Block> {
  const byLayer = new Map<string, Block>();
  for (const block of network.blocks ?? []) {
    if (block.folded) for (const layer of block.layers) byLayer.set(layer, block);
  }
  return byLayer;
}

/** What decides an automatic layout, as text: networks with the same text are laid out the same. */
function structureOf(network: NetworkSpec): string {
  const blocks = (network.blocks ?? []).map(({ id, layers, folded }) => [id, layers, folded]);
  return JSON.stringify([network.layers.map(({ id }) => id), network.edges, blocks]);
}

/** The last automatic layout, which holds for as long as the structure is the same. */
export class LayoutMemory {
  private structure = '';
  private positions: Positions = {};

  of(network: NetworkSpec): Positions {
    const structure = structureOf(network);
    if (structure !== this.structure) {
      this.positions = layOut(network);
      this.structure = structure;
    }
    return this.positions;
  }
}

/** Where every layer stands: where a person put it, and otherwise in layers from top to bottom. */
export function positionsOf(network: NetworkSpec, memory = new LayoutMemory()): Positions {
  const { positions } = network;
  if (positions !== undefined && network.layers.every(({ id }) => positions[id] !== undefined))
    return positions;
  const automatic = memory.of(network);
  return positions === undefined ? automatic : { ...automatic, ...positions };
}

/** Layered layout from top to bottom after Gansner et al. 1993, by dagre; layers of folded blocks stand as one. */
export function layOut(network: NetworkSpec): Positions {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 32, ranksep: 26, edgesep: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const folded = foldedBlocks(network);
  const blockOf = new Map(
    (network.blocks ?? [])
      .filter((block) => !block.folded)
      .flatMap((block) => block.layers.map((id) => [id, block.id])),
  );
  const nodeOf = (id: string) => {
    const block = folded.get(id);
    return block === undefined ? id : blockNodeId(block);
  };
  for (const { id } of network.layers) graph.setNode(nodeOf(id), { width: layerWidth, height: layerHeight });
  for (const [from, to] of network.edges) {
    const [source, target] = [nodeOf(from), nodeOf(to)];
    if (source === target || !graph.hasNode(source) || !graph.hasNode(target)) continue;
    // An empty rank where an edge enters or leaves a block leaves room for the block's frame.
    graph.setEdge(source, target, { minlen: blockOf.get(from) === blockOf.get(to) ? 1 : 2 });
  }
  dagreLayout(graph);
  const positions: Record<string, Position> = {};
  for (const { id } of network.layers) {
    const node = graph.node(nodeOf(id)) as { x: number; y: number };
    positions[id] = [Math.round(node.x - layerWidth / 2), Math.round(node.y - layerHeight / 2)];
  }
  return positions;
}
