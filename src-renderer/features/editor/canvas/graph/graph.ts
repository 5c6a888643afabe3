import type { LayerId } from '@shared/ids';
import type { InferredLayer, NetworkProblem } from '@shared/network/inference';
import type { AnyLayerDefinition } from '@shared/network/layer';
import { findLayerDefinition, layerTitle } from '@shared/network/layers';
import type { Block, Edge, LayerSpec, NetworkSpec } from '@shared/network/spec';
import { formatShape } from '@shared/ops/shape';
import type { Edge as FlowEdge, Node as FlowNode } from '@vue-flow/core';
import { markRaw } from 'vue';
import { describeParameters } from '@shared/drawing/layerText';
import {
  blockNodeId,
  foldedBlocks,
  layerHeight,
  layerWidth,
  type Position,
  type Positions,
} from '@shared/drawing/layout';
import { Memory } from './memory';
import { freeLane } from './routing';

/** What a layer's box on the canvas shows. Equal content is the same object, so that only changed boxes are drawn. */
export interface LayerNodeData {
  readonly spec: LayerSpec;
  readonly definition: AnyLayerDefinition | undefined;
  readonly title: string;
  readonly parameters: string;
  /** Null where the shape cannot be told. */
  readonly outputShape: string | null;
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  readonly activationBytes: number;
  readonly receptiveField: readonly [number, number] | null;
  readonly problems: readonly NetworkProblem[];
}

export interface BlockNodeData {
  readonly block: Block;
  readonly parameterCount: number;
  readonly outputShape: string | null;
  readonly problemCount: number;
  /** Size of the frame around an unfolded block. */
  readonly size: readonly [number, number];
}

export interface EdgeData {
  readonly edge: Edge;
  readonly problems: readonly NetworkProblem[];
  /** Where a long edge runs down beside the boxes in its way; null where the way is free. */
  readonly lane: number | null;
}

export interface CanvasGraph {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** What the layers' boxes show, by the layers' ids. */
  readonly layers: ReadonlyMap<string, LayerNodeData>;
}

const framePadding = 18;
const frameHeading = 26;

/** What boxes and lines showed last. One for each canvas. */
export class GraphMemory {
  readonly layers = new Memory<LayerNodeData>();
  readonly edges = new Memory<EdgeData>();
}

/** The network as Vue Flow draws it. */
export function canvasGraph(
  network: NetworkSpec,
  inferred: readonly InferredLayer[],
  allProblems: readonly NetworkProblem[],
  positions: Positions,
  memory: GraphMemory,
): CanvasGraph {
  const byId = new Map<string, InferredLayer>(inferred.map((layer) => [layer.id, layer]));
  const folded = foldedBlocks(network);
  const nodes: FlowNode[] = [];
  const layers = new Map<string, LayerNodeData>();

  memory.layers.startDrawing();
  memory.edges.startDrawing();
  for (const block of network.blocks ?? []) nodes.push(blockNode(block, byId, allProblems, positions));
  for (const spec of network.layers) {
    if (folded.has(spec.id)) continue;
    const problems = allProblems.filter((problem) => problem.layer === spec.id);
    const data = layerData(spec, byId.get(spec.id), problems, memory);
    layers.set(spec.id, data);
    const [x, y] = positions[spec.id] ?? [0, 0];
    nodes.push({
      id: spec.id,
      type: 'layer',
      position: { x, y },
      data,
      ariaLabel: layerLabel(data),
      width: layerWidth,
      height: layerHeight,
    });
  }
  return { nodes, edges: canvasEdges(network, allProblems, folded, nodes, memory), layers };
}

function layerData(
  spec: LayerSpec,
  inferred: InferredLayer | undefined,
  problems: readonly NetworkProblem[],
  memory: GraphMemory,
): LayerNodeData {
  const shape = inferred === undefined ? null : formatShape(inferred.outputShape);
  const facts = {
    outputShape: shape,
    parameterCount: inferred?.parameterCount ?? 0,
    multiplyAdds: inferred?.multiplyAdds ?? 0,
    activationBytes: inferred?.activationBytes ?? 0,
    receptiveField: inferred?.receptiveField ?? null,
    problems,
  };
  return memory.layers.keep(spec.id, [spec, JSON.stringify(facts)], () => {
    const definition = findLayerDefinition(spec.kind);
    return markRaw({
      spec,
      definition,
      title: layerTitle(spec),
      parameters: describeParameters(spec, definition),
      ...facts,
    });
  });
}

/** A layer in one sentence, for screen readers. */
function layerLabel(data: LayerNodeData): string {
  const shape = data.outputShape === null ? 'shape unknown' : `output ${data.outputShape}`;
  const problems = data.problems.map((problem) => `${problem.severity}: ${problem.error.message}`);
  return [`${data.title}, ${data.spec.id}`, data.parameters, shape, ...problems].filter(Boolean).join('. ');
}

function blockNode(
  block: Block,
  byId: ReadonlyMap<string, InferredLayer>,
  problems: readonly NetworkProblem[],
  positions: Positions,
): FlowNode {
  const places = block.layers
    .map((id) => positions[id])
    .filter((place): place is Position => place !== undefined);
  const left = Math.min(...places.map(([x]) => x));
  const right = Math.max(...places.map(([x]) => x));
  const top = Math.min(...places.map(([, y]) => y));
  const bottom = Math.max(...places.map(([, y]) => y));
  const members = new Set<LayerId>(block.layers);
  const inside = block.layers
    .map((id) => byId.get(id))
    .filter((layer): layer is InferredLayer => layer !== undefined);
  const last = inside.at(-1);
  const data: BlockNodeData = markRaw({
    block,
    parameterCount: inside.reduce((sum, layer) => sum + layer.parameterCount, 0),
    outputShape: last === undefined ? null : formatShape(last.outputShape),
    problemCount: problems.filter((problem) => problem.layer !== null && members.has(problem.layer)).length,
    size: [
      right - left + layerWidth + 2 * framePadding,
      bottom - top + layerHeight + framePadding + frameHeading,
    ],
  });
  const count = `${block.layers.length} ${block.layers.length === 1 ? 'layer' : 'layers'}`;
  if (block.folded) {
    return {
      id: blockNodeId(block),
      type: 'foldedBlock',
      position: { x: (left + right) / 2, y: top },
      data,
      ariaLabel: `Block ${block.name}, folded, ${count}`,
    };
  }
  return {
    id: blockNodeId(block),
    type: 'blockFrame',
    position: { x: left - framePadding, y: top - frameHeading },
    data,
    zIndex: -1,
    connectable: false,
    ariaLabel: `Block ${block.name}, ${count}`,
  };
}

function canvasEdges(
  network: NetworkSpec,
  problems: readonly NetworkProblem[],
  folded: ReadonlyMap<string, Block>,
  nodes: readonly FlowNode[],
  memory: GraphMemory,
): FlowEdge[] {
  const boxes = new Map(
    nodes.filter((node) => node.type !== 'blockFrame').map(({ id, position }) => [id, position]),
  );
  const nodeOf = (id: string) => {
    const block = folded.get(id);
    return block === undefined ? id : blockNodeId(block);
  };
  const edges = new Map<string, FlowEdge>();
  for (const edge of network.edges) {
    const [source, target] = [nodeOf(edge[0]), nodeOf(edge[1])];
    if (source === target) continue;
    const id = `${source}→${target}`;
    const data = edgeData(id, edge, problems, freeLane(boxes, source, target), memory);
    edges.set(id, { id, source, target, type: 'network', data, ariaLabel: `From ${edge[0]} to ${edge[1]}` });
  }
  return [...edges.values()];
}

function edgeData(
  id: string,
  edge: Edge,
  allProblems: readonly NetworkProblem[],
  lane: number | null,
  memory: GraphMemory,
): EdgeData {
  const problems = allProblems.filter(
    ({ edge: at }) => at !== null && at[0] === edge[0] && at[1] === edge[1],
  );
  return memory.edges.keep(id, [JSON.stringify([edge, problems, lane])], () =>
    markRaw<EdgeData>({ edge, problems, lane }),
  );
}
