import type { AnyLayerDefinition } from '@shared/network/layer';

/** Layers whose title, kind or group holds every word that is looked for; those that begin with it come first. */
export function searchLayers(
  search: string,
  layers: readonly AnyLayerDefinition[],
): readonly AnyLayerDefinition[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return layers;
  const [first = ''] = words;
  const begins = (definition: AnyLayerDefinition) =>
    definition.title.toLowerCase().startsWith(first) || definition.kind.toLowerCase().startsWith(first);
  const found = layers.filter((definition) => {
    const text = `${definition.title} ${definition.kind} ${definition.group}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return found.sort((a, b) => Number(begins(b)) - Number(begins(a)));
}
