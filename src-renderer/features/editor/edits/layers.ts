import type { Experiment } from '@shared/experiment/experiment';
import { removeLayer } from '@shared/experiment/removeLayer';
import type { LayerId } from '@shared/ids';
import { findLayerDefinition } from '@shared/network/layers';
import type { Edge, LayerSpec, NetworkSpec } from '@shared/network/spec';
import { connect, hasEdge, leadsTo } from './edges';
import { freshLayerId } from './identifiers';
import type { Position } from '@shared/drawing/layout';
import { freePlace, layerSpacing, makeRoomBelow } from './positions';

/** A layer of a kind with the kind's defaults; `wanted` is the id it should have if that is free. */
function newLayer(network: NetworkSpec, kind: string, wanted = kind): LayerSpec {
  return { id: freshLayerId(network, wanted), kind };
}

/** Whether the network may get another layer of a kind: it has one input. */
export function mayAdd({ layers }: NetworkSpec, kind: string): boolean {
  return kind !== 'input' || layers.every((layer) => layer.kind !== 'input');
}

/** Adds a layer that is not connected yet. The position is of its upper left corner on the canvas. */
export function addLayer(experiment: Experiment, kind: string, position?: Position): LayerId {
  const { network } = experiment;
  const layer = newLayer(network, kind);
  network.layers.push(layer);
  if (position !== undefined) (network.positions ??= {})[layer.id] = [position[0], position[1]];
  return layer.id;
}

/**
 * Puts a layer into an edge: from → new → to. Nothing happens where there is no such edge.
 * @param parameters those that differ from the kind's defaults.
 */
export function insertOnEdge(
  experiment: Experiment,
  kind: string,
  edge: Edge,
  parameters: Readonly<Record<string, unknown>> = {},
): LayerId | null {
  const { network } = experiment;
  const [from, to] = edge;
  const place = network.edges.findIndex(([source, target]) => source === from && target === to);
  if (place < 0 || kind === 'input') return null;
  const layer = { ...structuredClone(parameters), ...newLayer(network, kind) };
  const index = network.layers.findIndex((candidate) => candidate.id === to);
  network.layers.splice(index < 0 ? network.layers.length : index, 0, layer);
  network.edges.splice(place, 1, [from, layer.id], [layer.id, to]);
  const target = network.positions?.[to];
  const source = network.positions?.[from];
  if (network.positions && target && source) {
    const top = source[1] + layerSpacing;
    makeRoomBelow(network, to, top + layerSpacing - target[1]);
    network.positions[layer.id] = freePlace(network.positions, [target[0], top]);
  }
  return layer.id;
}

/** Adds a layer behind another; what followed that one follows the new layer, so that a chain stays a chain. */
export function appendAfter(experiment: Experiment, kind: string, after: LayerId): LayerId | null {
  const { network } = experiment;
  const index = network.layers.findIndex((layer) => layer.id === after);
  if (index < 0) return null;
  const followers = network.edges.filter(([from]) => from === after);
  const [only] = followers;
  const definition = findLayerDefinition(kind);
  const merges = (definition?.inputs.maximum ?? 1) > 1;
  if (followers.length === 1 && only !== undefined && !merges && kind !== 'input') {
    return insertOnEdge(experiment, kind, [only[0], only[1]]);
  }
  const layer = newLayer(network, kind);
  network.layers.splice(index + 1, 0, layer);
  if (kind !== 'input') network.edges.push([after, layer.id]);
  const above = network.positions?.[after];
  if (network.positions && above) network.positions[layer.id] = [above[0], above[1] + layerSpacing];
  return layer.id;
}

/**
 * Removes layers. Where a removed layer had one input, what followed it is connected to that input,
 * so that deleting a layer from a chain leaves a chain.
 */
export function removeLayers(experiment: Experiment, ids: readonly LayerId[]): void {
  for (const id of ids) removeLayer(experiment.network, id);
}

/** Sets some of a layer's own parameters; `undefined` takes one out, so that its default applies. */
export function setParameters(
  experiment: Experiment,
  id: LayerId,
  parameters: Readonly<Record<string, unknown>>,
): void {
  const layer = experiment.network.layers.find((candidate) => candidate.id === id);
  if (layer === undefined) return;
  for (const [name, value] of Object.entries(parameters)) {
    if (name === 'id' || name === 'kind') continue;
    if (value === undefined) delete layer[name];
    else layer[name] = value;
  }
}

/** Makes a layer one of another kind, with that kind's defaults, in the same place of the network. */
export function changeKind(experiment: Experiment, id: LayerId, kind: string): void {
  const { layers } = experiment.network;
  const index = layers.findIndex((candidate) => candidate.id === id);
  const layer = layers[index];
  if (layer === undefined) return;
  layers[index] = { id: layer.id, kind, ...(layer.name === undefined ? {} : { name: layer.name }) };
}

/** Gives a layer the name a person calls it by; an empty one takes the name away. */
export function nameLayer(experiment: Experiment, id: LayerId, name: string): void {
  const layer = experiment.network.layers.find((candidate) => candidate.id === id);
  if (layer === undefined) return;
  const trimmed = name.trim().slice(0, 80);
  if (trimmed === '') delete layer.name;
  else layer.name = trimmed;
}

/** Freezes layers, or lets them learn again; those without weights stay as they are. */
export function setFrozen(experiment: Experiment, ids: readonly LayerId[], frozen: boolean): void {
  for (const layer of experiment.network.layers.filter(({ id }) => ids.includes(id))) {
    if (frozen && canFreeze(layer)) layer.trainable = false;
    else delete layer.trainable;
  }
}

/** Whether a layer has weights that could be kept. */
export function canFreeze({ kind }: LayerSpec): boolean {
  return findLayerDefinition(kind)?.weights !== undefined;
}

/** Regularization of one layer alone; null goes back to the training configuration's. */
export function setRegularization(
  experiment: Experiment,
  id: LayerId,
  regularization: { readonly l1?: number; readonly l2?: number; readonly maxNorm?: number } | null,
): void {
  const layer = experiment.network.layers.find((candidate) => candidate.id === id);
  if (layer === undefined) return;
  if (regularization === null || Object.keys(regularization).length === 0) delete layer.regularization;
  else layer.regularization = { ...regularization };
}

/** Takes a layer that stands alone and puts it into an edge. */
export function moveOntoEdge(experiment: Experiment, id: LayerId, edge: Edge): boolean {
  const { network } = experiment;
  const [from, to] = edge;
  const touches = network.edges.some((known) => known[0] === id || known[1] === id);
  if (touches || !hasEdge(network, edge) || id === from || id === to || leadsTo(network, to, from))
    return false;
  const layer = network.layers.find((candidate) => candidate.id === id);
  if (layer === undefined || layer.kind === 'input') return false;
  network.edges = network.edges.filter(([source, target]) => source !== from || target !== to);
  return connect(experiment, from, id) && connect(experiment, id, to);
}
