/** A value at one place of an experiment; a list is one value. */
export type Parameter = null | boolean | number | string | readonly Parameter[];

/** Leaves of a JSON value by their paths: `training.optimizer.learningRate`. */
export function flatten(path: string, value: unknown, visit: (path: string, leaf: unknown) => void): void {
  if (value === undefined) return;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(`${path}.${key}`, inner, visit);
  } else visit(path, value);
}

/**
 * What an experiment sets, by paths as `--set` takes them, layers by their ids. Only what is written out: it is read from
 * thousands of stored experiments at once.
 * @param experiment as it is stored, whichever version wrote it
 */
export function storedParameters(experiment: unknown): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  if (typeof experiment !== 'object' || experiment === null) return found;
  const take = (path: string, leaf: unknown) => found.set(path, leaf as Parameter);
  const { network, dataset, training } = experiment as Record<string, unknown>;
  for (const layer of layersOf(network)) {
    const { id, name: _name, ...parameters } = layer;
    if (typeof id === 'string') flatten(`network.${id}`, parameters, take);
  }
  flatten('dataset', dataset, take);
  flatten('training', training, take);
  return found;
}

function layersOf(network: unknown): Record<string, unknown>[] {
  const layers = (network as { layers?: unknown } | null | undefined)?.layers;
  const isObject = (layer: unknown): layer is Record<string, unknown> =>
    typeof layer === 'object' && layer !== null;
  return Array.isArray(layers) ? layers.filter(isObject) : [];
}
