import type { MappedLayer } from './layerMapping';
import type { StoredLayer } from '../modelFile';

/** Keras's global pooling may leave the two axes that it has pooled over, each of size one. */
export function withoutKeptAxes(stored: StoredLayer): {
  stored: StoredLayer;
  behind: readonly MappedLayer[];
} {
  const keeps =
    /^Global(Average|Avg|Max)Pool(ing)?2D$/.test(stored.className) && stored.config['keepdims'] === true;
  if (!keeps) return { stored, behind: [] };
  return {
    stored: { ...stored, config: { ...stored.config, keepdims: false } },
    behind: [{ kind: 'reshape', parameters: { targetShape: [1, 1, -1] } }],
  };
}
