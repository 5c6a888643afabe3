import type { LayerId } from '../../ids';
import type { NetworkProblem } from './index';
import { reachableFrom, topologicalOrder, wire, type Wiring } from './order';
import { errorAt } from './problems';
import type { LayerSpec, NetworkSpec } from '../spec';

/** The graph of a network before anything is known of its shapes. */
export interface NetworkStructure extends Wiring {
  /** Layers in an order in which they can be computed; those on a cycle or behind one are missing. */
  readonly order: readonly LayerId[];
  readonly inputId: LayerId | null;
  readonly outputId: LayerId | null;
  readonly problems: readonly NetworkProblem[];
}

/** Finds order, input and output, and everything that is wrong with the graph itself. */
export function readStructure(spec: NetworkSpec): NetworkStructure {
  const problems: NetworkProblem[] = [];
  const layers = uniqueLayers(spec, problems);
  const wiring = wire(layers, existingEdges(spec, layers, problems));
  const { order, cycles } = topologicalOrder(wiring);
  for (const cycle of cycles) problems.push(cycleProblem(cycle));
  const inputId = findInput(spec, layers, problems);
  const outputId = inputId === null ? null : findOutput(inputId, wiring, cycles.length > 0, problems);
  return { ...wiring, order, inputId, outputId, problems };
}

function uniqueLayers(spec: NetworkSpec, problems: NetworkProblem[]): Map<LayerId, LayerSpec> {
  const layers = new Map<LayerId, LayerSpec>();
  spec.layers.forEach((layer, index) => {
    if (!layers.has(layer.id)) {
      layers.set(layer.id, layer);
      return;
    }
    problems.push(
      errorAt(`Two layers have the id "${layer.id}"`, {
        layer: layer.id,
        where: `network.layers[${index}].id`,
        remedy: 'Give one of them another id.',
      }),
    );
  });
  return layers;
}

function existingEdges(
  spec: NetworkSpec,
  layers: ReadonlyMap<LayerId, LayerSpec>,
  problems: NetworkProblem[],
): NetworkSpec['edges'] {
  return spec.edges.filter((edge, index) => {
    const missing = edge.find((id) => !layers.has(id));
    if (missing === undefined) return true;
    problems.push(
      errorAt(`The edge ${edge.join(' → ')} names "${missing}", which is no layer of the network`, {
        edge,
        where: `network.edges[${index}]`,
        remedy: `Remove the edge, or add a layer with the id "${missing}".`,
        fixes: [{ kind: 'removeEdge', edge, title: 'Remove the edge' }],
      }),
    );
    return false;
  });
}

function cycleProblem(cycle: readonly LayerId[]): NetworkProblem {
  const [first] = cycle;
  const last = cycle.at(-1);
  if (first === undefined || last === undefined) throw new Error('a cycle without layers');
  const edge: readonly [LayerId, LayerId] = [last, first];
  return errorAt(`The layers form a cycle: ${[...cycle, first].join(' → ')}`, {
    layer: first,
    edge: [...edge],
    where: 'network.edges',
    remedy: 'Remove one of these edges: values can only flow from the input towards the output.',
    fixes: [{ kind: 'removeEdge', edge, title: `Remove ${last} → ${first}` }],
  });
}

function findInput(
  spec: NetworkSpec,
  layers: ReadonlyMap<LayerId, LayerSpec>,
  problems: NetworkProblem[],
): LayerId | null {
  const [first, ...others] = [...layers.values()].filter((layer) => layer.kind === 'input');
  if (first === undefined) {
    const message = spec.layers.length === 0 ? 'The network has no layers' : 'The network has no input';
    problems.push(
      errorAt(message, {
        where: 'network.layers',
        remedy: 'Add an Input layer and connect it to the first layer.',
      }),
    );
    return null;
  }
  for (const { id } of others) {
    problems.push(
      errorAt(`The network has a second input, "${id}"; it can have one`, {
        layer: id,
        where: `network.layers[${spec.layers.findIndex((layer) => layer.id === id)}]`,
        remedy: `Remove it and connect what follows it to "${first.id}".`,
        fixes: [{ kind: 'removeLayer', layer: id, title: 'Remove this input' }],
      }),
    );
  }
  return first.id;
}

/** The one layer that the input leads to and that leads nowhere. */
function findOutput(
  inputId: LayerId,
  { layers, sources, targets }: Wiring,
  hasCycle: boolean,
  problems: NetworkProblem[],
): LayerId | null {
  const reached = reachableFrom(inputId, targets);
  for (const [id, { kind }] of layers) {
    if (reached.has(id) || kind === 'input') continue;
    const from = sources.get(id) ?? [];
    // A layer behind another unreached one is told of at the first of them only.
    if (from.length > 0) continue;
    problems.push(notConnected(id, (targets.get(id) ?? []).length > 0));
  }
  if (reached.size === 1 && layers.size > 1) {
    problems.push(
      errorAt('The input leads nowhere', { layer: inputId, remedy: 'Connect it to the first layer.' }),
    );
    return null;
  }
  const ends = [...reached].filter((id) => (targets.get(id) ?? []).length === 0);
  const [only] = ends;
  if (ends.length === 1 && only !== undefined) {
    if (only !== inputId) return only;
    problems.push(
      errorAt('The network has no layer behind its input', { layer: inputId, remedy: 'Add a Dense layer.' }),
    );
    return null;
  }
  if (ends.length === 0 && hasCycle) return null;
  for (const id of ends) problems.push(oneOfSeveralOutputs(id, ends));
  return null;
}

function notConnected(id: LayerId, leadsSomewhere: boolean): NetworkProblem {
  const message = leadsSomewhere ? `"${id}" has no input` : `"${id}" is not connected`;
  return errorAt(message, {
    layer: id,
    remedy: 'Draw an edge to it from the layer that should come before it, or remove it.',
    fixes: [{ kind: 'removeLayer', layer: id, title: 'Remove this layer' }],
  });
}

function oneOfSeveralOutputs(id: LayerId, ends: readonly LayerId[]): NetworkProblem {
  return errorAt(`The network ends in ${ends.length} places: ${ends.join(', ')}`, {
    layer: id,
    remedy:
      'It has one output: join the branches with Add or Concatenate, or remove those that are not needed.',
    fixes: [{ kind: 'removeLayer', layer: id, title: `Remove ${id}` }],
  });
}
