import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';

/** An input and the given layers one after another, named by their kind and place: `dense1`, `relu2`. */
export function chainOf(...layers: readonly object[]): NetworkSpec {
  const named = [{ kind: 'input' }, ...layers].map((layer, index) => {
    const { kind } = layer as { kind: string };
    return { id: index === 0 ? 'input' : `${kind}${index}`, ...layer };
  });
  const edges = named.slice(1).map((layer, index) => [named[index]?.id, layer.id]);
  return networkSpecSchema.parse({ layers: named, edges });
}

/** Layers and edges as a file would write them: `network({ a: { kind: 'input' } }, ['a b'])`. */
export function networkOf(layers: Record<string, object>, edges: readonly string[]): NetworkSpec {
  return networkSpecSchema.parse({
    layers: Object.entries(layers).map(([id, layer]) => ({ id, ...layer })),
    edges: edges.map((edge) => edge.split(' ')),
  });
}
