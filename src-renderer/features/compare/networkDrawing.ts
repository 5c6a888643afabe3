import { Graph, layout as dagreLayout } from '@dagrejs/dagre';
import { findLayerDefinition } from '@shared/network/layers';
import type { LayerSpec, NetworkSpec } from '@shared/network/spec';
import { describeParameters } from '@shared/drawing/layerText';

export interface DrawnLayer {
  readonly id: string;
  readonly title: string;
  /** `16 units`; empty where there is nothing to say. */
  readonly detail: string;
  readonly group: string;
  /** Not the same in every network that is compared. */
  readonly differs: boolean;
  /** Center. */
  readonly x: number;
  readonly y: number;
}

export interface NetworkDrawing {
  readonly width: number;
  readonly height: number;
  readonly layers: readonly DrawnLayer[];
  readonly edges: readonly { readonly key: string; readonly path: string }[];
}

export const boxWidth = 148;
export const boxHeight = 36;
const frame = 6;

/** Where the boxes of a small read-only drawing stand, top to bottom (dagre, after Gansner et al. 1993). */
export function drawNetwork(network: NetworkSpec, differing: ReadonlySet<string>): NetworkDrawing {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 18, marginx: frame, marginy: frame });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of network.layers) graph.setNode(id, { width: boxWidth, height: boxHeight });
  for (const [from, to] of network.edges) {
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  }
  dagreLayout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.max(width, boxWidth + 2 * frame),
    height,
    layers: network.layers.map((layer) =>
      drawLayer(layer, graph.node(layer.id) as { x: number; y: number }, differing),
    ),
    edges: graph.edges().map(({ v, w }) => ({
      key: `${v}-${w}`,
      path: pathOf((graph.edge({ v, w }) as { points: Point[] }).points),
    })),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function drawLayer(layer: LayerSpec, { x, y }: Point, differing: ReadonlySet<string>): DrawnLayer {
  const definition = findLayerDefinition(layer.kind);
  return {
    id: layer.id,
    title: layer.name ?? definition?.title ?? layer.kind,
    detail: describeParameters(layer, definition),
    group: definition?.group ?? 'dense',
    differs: differing.has(layer.id),
    x,
    y,
  };
}

function pathOf(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join(' ');
}
