import type { LayerId } from '../ids';
import type { Edge, NetworkSpec } from '../network/spec';

/**
 * Takes a layer out of a network, which is changed. Where it had one input, what followed it is connected to that input,
 * so that a chain without one of its layers is a chain.
 */
export function removeLayer(network: NetworkSpec, id: LayerId): void {
  const index = network.layers.findIndex((layer) => layer.id === id);
  if (index < 0) return;
  const sources = network.edges.filter(([, to]) => to === id).map(([from]) => from);
  const [source] = sources;
  const kept: Edge[] = [];
  for (const [from, to] of network.edges) {
    if (to === id) continue;
    if (from !== id) kept.push([from, to]);
    else if (sources.length === 1 && source !== undefined) kept.push([source, to]);
  }
  network.layers.splice(index, 1);
  network.edges = withoutRepeats(kept);
  if (network.positions) Reflect.deleteProperty(network.positions, id);
  forgetInBlocks(network, id);
}

function withoutRepeats(edges: readonly Edge[]): Edge[] {
  const seen = new Set<string>();
  return edges.filter(([from, to]) => {
    const key = `${from} ${to}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Takes a layer out of every block; a block without layers goes with its last one. */
export function forgetInBlocks(network: NetworkSpec, id: LayerId): void {
  if (network.blocks === undefined) return;
  for (const block of network.blocks) {
    if (block.layers.includes(id)) block.layers = block.layers.filter((member) => member !== id);
  }
  setBlocks(
    network,
    network.blocks.filter((block) => block.layers.length > 0),
  );
}

export function setBlocks(network: NetworkSpec, blocks: NonNullable<NetworkSpec['blocks']>): void {
  if (blocks.length === 0) delete network.blocks;
  else network.blocks = blocks;
}
