import { AppError } from '../errors';
import { callsOf } from './calls';
import { graphInside, type StoredGraph, type StoredLayer, type StoredModel } from './modelFile';

/** A layer of a stored model whose models inside models have been opened. */
export interface FlatLayer {
  /** Unique in the model: the names of the models around it, and its own, with slashes between. */
  readonly key: string;
  readonly stored: StoredLayer;
  /** Keys of the layers that feed it; empty for an input. */
  readonly sources: readonly string[];
  /** It, or a model around it, is stored as not trainable. */
  readonly isFrozen: boolean;
  /** What it was called with that is not usual, in words. */
  readonly unusualCalls: readonly string[];
  /** The outermost model inside the model that it belongs to. */
  readonly block: string | null;
}

export interface FlatModel {
  readonly layers: readonly FlatLayer[];
  readonly outputs: readonly string[];
}

export const inputClass = 'InputLayer';

/** Where a model stands: the models around it, and what feeds it. */
interface Place {
  readonly path: readonly string[];
  readonly isFrozen: boolean;
  /** Keys; null for the outermost, whose inputs are the model's. */
  readonly fedBy: readonly string[] | null;
  readonly unusualCalls: readonly string[];
}

/** Opens the models inside a model. @throws AppError `badNetwork` for shared layers, and several inputs or outputs. */
export function flatten(model: StoredModel): FlatModel {
  const flattening = new Flattening();
  const outputs = flattening.open(model, {
    path: [],
    isFrozen: !model.trainable,
    fedBy: null,
    unusualCalls: [],
  });
  requireOneEnd(flattening.layers, outputs);
  return { layers: flattening.layers, outputs };
}

class Flattening {
  readonly layers: FlatLayer[] = [];

  /** @returns the keys of its outputs */
  open(graph: StoredGraph, place: Place): string[] {
    return graph.isSequential ? this.openChain(graph, place) : this.openGraph(graph, place);
  }

  private openChain({ layers }: StoredGraph, place: Place): string[] {
    let before = place.fedBy;
    for (const layer of layers) {
      if (layer.className === inputClass && before !== null) continue;
      before = this.add(layer, before, [], place);
    }
    return [...(before ?? [])];
  }

  private openGraph({ layers, inputs, outputs }: StoredGraph, place: Place): string[] {
    const keys = new Map<string, readonly string[]>();
    const pending = [...layers];
    // A file may name a layer before what feeds it: whatever can be placed is, until nothing more can.
    while (pending.length > 0) {
      const next = pending.findIndex((layer) =>
        callsOf(layer).every(({ sources }) => sources.every((source) => keys.has(source))),
      );
      const [layer] = pending.splice(Math.max(next, 0), 1);
      if (layer === undefined) break;
      if (next < 0) throw unknownSource(layer, keys);
      keys.set(layer.name, this.placed(layer, keys, inputs, place));
    }
    const ends = outputs.length > 0 ? outputs : layers.slice(-1).map(({ name }) => name);
    return ends.flatMap((name) => {
      const found = keys.get(name);
      if (found === undefined) throw badFile(`The model’s output "${name}" is none of its layers`, name);
      return found;
    });
  }

  private placed(
    layer: StoredLayer,
    keys: ReadonlyMap<string, readonly string[]>,
    inputs: readonly string[],
    place: Place,
  ): readonly string[] {
    if (keys.has(layer.name)) throw badFile(`Two layers are called "${layer.name}"`, layer.name);
    if (layer.className === inputClass && place.fedBy !== null) {
      const fed = place.fedBy[Math.max(inputs.indexOf(layer.name), 0)];
      return fed === undefined ? place.fedBy : [fed];
    }
    const [call, ...more] = callsOf(layer);
    if (more.length > 0) throw sharedLayer(layer.name, more.length + 1);
    const sources = call?.sources.flatMap((source) => keys.get(source) ?? []) ?? null;
    return this.add(layer, sources, call?.unusual ?? [], place);
  }

  /** @returns the keys of what others are fed from */
  private add(
    stored: StoredLayer,
    sources: readonly string[] | null,
    ownCalls: readonly string[],
    { path, isFrozen: frozenAround, unusualCalls: callsAround }: Place,
  ): string[] {
    const isFrozen = frozenAround || stored.config['trainable'] === false;
    const unusualCalls = [...callsAround, ...ownCalls];
    const inside = graphInside(stored);
    if (inside !== null) {
      return this.open(inside, { path: [...path, stored.name], isFrozen, fedBy: sources, unusualCalls });
    }
    const key = [...path, stored.name].join('/');
    if (this.layers.some((layer) => layer.key === key)) throw badFile(`Two layers are called "${key}"`, key);
    const block = path[0] ?? null;
    this.layers.push({ key, stored, sources: sources ?? [], isFrozen, unusualCalls, block });
    return [key];
  }
}

function requireOneEnd(layers: readonly FlatLayer[], outputs: readonly string[]): void {
  const inputs = layers.filter(({ stored }) => stored.className === inputClass);
  if (inputs.length > 1) {
    const names = inputs.map(({ key }) => `"${key}"`).join(', ');
    throw new AppError('badNetwork', `The model has ${inputs.length} inputs: ${names}`, {
      remedy: 'Networks have one input here.',
    });
  }
  if (outputs.length > 1) {
    throw new AppError('badNetwork', `The model has ${outputs.length} outputs`, {
      where: outputs.join(', '),
      remedy: 'Networks have one output here.',
    });
  }
}

function sharedLayer(name: string, uses: number): AppError {
  return new AppError('badNetwork', `The layer "${name}" is used ${uses} times with the same weights`, {
    where: name,
    remedy: 'Shared layers are not known here: give each use a layer of its own.',
  });
}

function unknownSource(layer: StoredLayer, keys: ReadonlyMap<string, unknown>): AppError {
  const calls = callsOf(layer);
  if (calls.some(({ sources }) => sources.includes(layer.name))) return sharedLayer(layer.name, calls.length);
  const missing = calls.flatMap(({ sources }) => sources.filter((source) => !keys.has(source)));
  return badFile(
    `The layer "${layer.name}" is fed by ${missing.join(', ')}, which cannot come before it`,
    layer.name,
  );
}

function badFile(message: string, where: string): AppError {
  return new AppError('badNetwork', message, { where, remedy: 'Write the model again with Keras or tfjs.' });
}
