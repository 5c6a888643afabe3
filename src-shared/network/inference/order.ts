import type { LayerId } from '../../ids';
import type { Edge, LayerSpec } from '../spec';

/** A network's layers and edges, looked up both ways. */
export interface Wiring {
  /** Each layer by its id; of two with the same id, the first. */
  readonly layers: ReadonlyMap<LayerId, LayerSpec>;
  /** Where each layer takes its inputs from, in the order of the edges. */
  readonly sources: ReadonlyMap<LayerId, readonly LayerId[]>;
  readonly targets: ReadonlyMap<LayerId, readonly LayerId[]>;
}

/** @param edges edges between layers that exist. */
export function wire(layers: ReadonlyMap<LayerId, LayerSpec>, edges: readonly Edge[]): Wiring {
  const sources = new Map<LayerId, LayerId[]>([...layers.keys()].map((id) => [id, []]));
  const targets = new Map<LayerId, LayerId[]>([...layers.keys()].map((id) => [id, []]));
  for (const [from, to] of edges) {
    sources.get(to)?.push(from);
    targets.get(from)?.push(to);
  }
  return { layers, sources, targets };
}

export interface TopologicalOrder {
  /** Every layer after those it takes its inputs from; among equals, the file's order. */
  readonly order: readonly LayerId[];
  /** Each cycle, as its layers in the direction of the edges. */
  readonly cycles: readonly (readonly LayerId[])[];
}

/** Kahn's algorithm; what it cannot place lies on a cycle or behind one. */
export function topologicalOrder({ layers, sources, targets }: Wiring): TopologicalOrder {
  const waitingFor = new Map([...sources].map(([id, from]) => [id, from.length]));
  const place = new Map([...layers.keys()].map((id, index) => [id, index]));
  const byPlace = (a: LayerId, b: LayerId): number => (place.get(a) ?? 0) - (place.get(b) ?? 0);
  const ready = [...layers.keys()].filter((id) => waitingFor.get(id) === 0);
  const order: LayerId[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const target of targets.get(id) ?? []) {
      const left = (waitingFor.get(target) ?? 0) - 1;
      waitingFor.set(target, left);
      if (left === 0) ready.push(target);
    }
    ready.sort(byPlace);
  }
  const placed = new Set(order);
  const unplaced = [...layers.keys()].filter((id) => !placed.has(id));
  return { order, cycles: findCycles(unplaced, sources) };
}

/** Walks back from each unplaced layer until it meets its own trail: every such layer has an unplaced source. */
function findCycles(unplaced: readonly LayerId[], sources: Wiring['sources']): LayerId[][] {
  const among = new Set(unplaced);
  const seen = new Set<LayerId>();
  const cycles: LayerId[][] = [];
  for (const start of unplaced) {
    const trail: LayerId[] = [];
    let current: LayerId | undefined = start;
    while (current !== undefined && !seen.has(current)) {
      seen.add(current);
      trail.push(current);
      current = sources.get(current)?.find((source) => among.has(source));
    }
    const first = current === undefined ? -1 : trail.indexOf(current);
    if (first >= 0) cycles.push(startingEarliest(trail.slice(first).reverse(), unplaced));
  }
  return cycles;
}

/** The same cycle, told from the layer that stands first in the file. */
function startingEarliest(cycle: readonly LayerId[], inFileOrder: readonly LayerId[]): LayerId[] {
  const first = inFileOrder.find((id) => cycle.includes(id));
  const index = first === undefined ? 0 : cycle.indexOf(first);
  return [...cycle.slice(index), ...cycle.slice(0, index)];
}

/** The layers that can be reached from one, itself included. */
export function reachableFrom(start: LayerId, targets: Wiring['targets']): ReadonlySet<LayerId> {
  const reached = new Set([start]);
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const target of targets.get(id) ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return reached;
}
