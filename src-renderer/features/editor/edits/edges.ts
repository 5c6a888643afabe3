import type { Experiment } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import { findLayerDefinition } from '@shared/network/layers';
import type { Edge, NetworkSpec } from '@shared/network/spec';

export function hasEdge(network: NetworkSpec, [from, to]: Edge): boolean {
  return network.edges.some(([source, target]) => source === from && target === to);
}

/** Whether a path of edges leads from one layer to the other; a layer leads to itself. */
export function leadsTo(network: NetworkSpec, from: LayerId, to: LayerId): boolean {
  const targets = new Map<LayerId, LayerId[]>();
  for (const [source, target] of network.edges) {
    const known = targets.get(source);
    if (known === undefined) targets.set(source, [target]);
    else known.push(target);
  }
  const seen = new Set<LayerId>();
  const waiting = [from];
  for (let layer = waiting.pop(); layer !== undefined; layer = waiting.pop()) {
    if (layer === to) return true;
    if (seen.has(layer)) continue;
    seen.add(layer);
    waiting.push(...(targets.get(layer) ?? []));
  }
  return false;
}

/** What a message calls a layer: kinds repeat, ids do not. */
function nameOf(network: NetworkSpec, id: LayerId): string {
  const layer = network.layers.find((candidate) => candidate.id === id);
  return layer?.name ?? id;
}

/** Null where the connection can be made; otherwise why not, in words that say what to do instead. */
export function whyNotConnect(network: NetworkSpec, from: LayerId, to: LayerId): string | null {
  const target = network.layers.find((layer) => layer.id === to);
  const source = network.layers.find((layer) => layer.id === from);
  if (source === undefined || target === undefined) return 'There is no such layer.';
  if (from === to) return 'A layer cannot feed itself.';
  if (hasEdge(network, [from, to])) return 'These two are connected already.';
  if (target.kind === 'input') return 'The input takes its values from the data, not from a layer.';
  if (leadsTo(network, to, from)) {
    return `${nameOf(network, to)} comes before ${nameOf(network, from)}: this would make a circle.`;
  }
  const definition = findLayerDefinition(target.kind);
  const inputs = network.edges.filter(([, end]) => end === to).length;
  if (definition !== undefined && definition.inputs.maximum > 1 && inputs >= definition.inputs.maximum) {
    return `${nameOf(network, to)} takes at most ${definition.inputs.maximum} inputs.`;
  }
  return null;
}

/** Connects two layers where that is possible. A layer with one input lets go of the one it had. */
export function connect(experiment: Experiment, from: LayerId, to: LayerId): boolean {
  const { network } = experiment;
  if (whyNotConnect(network, from, to) !== null) return false;
  const target = network.layers.find((layer) => layer.id === to);
  const definition = target === undefined ? undefined : findLayerDefinition(target.kind);
  if (definition === undefined || definition.inputs.maximum <= 1) {
    network.edges = network.edges.filter(([, end]) => end !== to);
  }
  network.edges.push([from, to]);
  return true;
}

export function disconnect(experiment: Experiment, [from, to]: Edge): void {
  const { network } = experiment;
  network.edges = network.edges.filter(([source, target]) => source !== from || target !== to);
}
