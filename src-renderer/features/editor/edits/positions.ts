import { layerHeight, layerWidth, type Position, type Positions } from '@shared/drawing/layout';
import type { Experiment } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import type { NetworkSpec } from '@shared/network/spec';

/** From the top of one layer to the top of the next below it. */
export const layerSpacing = 84;

/** Moves everything from a layer on downwards, along the edges, by the given distance where it is positive. */
export function makeRoomBelow(network: NetworkSpec, from: LayerId, distance: number): void {
  const { positions } = network;
  if (positions === undefined || distance <= 0) return;
  const moved = new Set<LayerId>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (moved.has(id)) continue;
    moved.add(id);
    const position = positions[id];
    if (position) positions[id] = [position[0], position[1] + distance];
    for (const [source, target] of network.edges) if (source === id) waiting.push(target);
  }
}

/** The wanted place, or the next one to its right where no other layer stands. */
export function freePlace(positions: Positions, [x, y]: Position): [number, number] {
  const covers = ([left, top]: Position, at: number) =>
    Math.abs(left - at) < layerWidth && Math.abs(top - y) < layerHeight;
  const places = Object.values(positions);
  for (let at = x; ; at += layerWidth + 32) {
    if (!places.some((place) => covers(place, at))) return [at, y];
  }
}

/**
 * Moves layers to where they were dragged. `all` is where the canvas shows every layer: a network that was laid out
 * automatically keeps that picture.
 */
export function moveLayers(experiment: Experiment, moved: Positions, all: Positions): void {
  const { network } = experiment;
  const positions: Record<string, [number, number]> = {};
  for (const { id } of network.layers) {
    const position = moved[id] ?? network.positions?.[id] ?? all[id];
    if (position) positions[id] = [Math.round(position[0]), Math.round(position[1])];
  }
  network.positions = positions;
}

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

/** Aligns layers with one another; all have one size, so that edges and centers agree. */
export function alignLayers(
  experiment: Experiment,
  ids: readonly LayerId[],
  alignment: Alignment,
  all: Positions,
): void {
  const places = ids
    .map((id) => [id, all[id]] as const)
    .filter((place): place is [LayerId, Position] => !!place[1]);
  if (places.length < 2) return;
  const axis = alignment === 'left' || alignment === 'center' || alignment === 'right' ? 0 : 1;
  const values = places.map(([, position]) => position[axis]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const isLow = alignment === 'left' || alignment === 'top';
  const isHigh = alignment === 'right' || alignment === 'bottom';
  const value = isLow ? low : isHigh ? high : (low + high) / 2;
  const moved = Object.fromEntries(
    places.map(([id, [x, y]]): [string, Position] => [id, axis === 0 ? [value, y] : [x, value]]),
  );
  moveLayers(experiment, moved, all);
}

/** Forgets where layers were put: the canvas lays the network out again. */
export function layOutAutomatically(experiment: Experiment): void {
  delete experiment.network.positions;
}
