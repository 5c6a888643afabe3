import { layerIdSchema, type LayerId } from '@shared/ids';
import type { NetworkSpec } from '@shared/network/spec';

/** An id that no layer of the network has: the wanted one, or it with the next free number behind. */
export function freshLayerId(network: NetworkSpec, wanted: string): LayerId {
  const taken = new Set<string>(network.layers.map((layer) => layer.id));
  const clean = wanted.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 48) || 'layer';
  if (!taken.has(clean)) return layerIdSchema.parse(clean);
  const stem = clean.replace(/\d+$/, '') || clean;
  let number = 2;
  while (taken.has(`${stem}${number}`)) number += 1;
  return layerIdSchema.parse(`${stem}${number}`);
}

/** A block id that is not taken. */
export function freshBlockId(network: NetworkSpec): string {
  const taken = new Set((network.blocks ?? []).map((block) => block.id));
  let number = 1;
  while (taken.has(`block${number}`)) number += 1;
  return `block${number}`;
}
