import type { Experiment } from '@shared/experiment/experiment';
import { layerIdSchema, type LayerId } from '@shared/ids';
import { blockSchema, edgeSchema, layerSpecSchema, type NetworkSpec } from '@shared/network/spec';
import { z } from 'zod';
import { hasEdge, leadsTo } from './edges';
import { freshBlockId, freshLayerId } from './identifiers';
import type { Positions } from '@shared/drawing/layout';

/** Copied layers as they stand on the clipboard, between windows and in chats: JSON that says what it is. */
const fragmentSchema = z.object({
  layerlab: z.literal('layers'),
  layers: z.array(layerSpecSchema).min(1),
  edges: z.array(edgeSchema),
  blocks: z.array(blockSchema).optional(),
  positions: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
});
export type Fragment = z.infer<typeof fragmentSchema>;

/** The layers with the edges and whole blocks among them; `all` is where the canvas shows them. */
export function copyLayers(network: NetworkSpec, ids: readonly LayerId[], all: Positions): Fragment | null {
  const chosen = new Set<string>(ids);
  const layers = network.layers.filter((layer) => chosen.has(layer.id));
  if (layers.length === 0) return null;
  const blocks = (network.blocks ?? []).filter((block) => block.layers.every((id) => chosen.has(id)));
  const positions: Record<string, [number, number]> = {};
  for (const { id } of layers) {
    const position = all[id];
    if (position) positions[id] = [position[0], position[1]];
  }
  const fragment: Fragment = {
    layerlab: 'layers',
    layers,
    edges: network.edges.filter(([from, to]) => chosen.has(from) && chosen.has(to)),
    ...(blocks.length > 0 ? { blocks } : {}),
    positions,
  };
  return structuredClone(fragment);
}

/** What the clipboard's text holds, or null where that is something else. */
export function readFragment(text: string): Fragment | null {
  try {
    const parsed = fragmentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Adds a fragment's layers under free ids, a little beside where they were copied. A second input is left out,
 * since a network has one. Answers the new ids.
 */
export function pasteFragment(
  experiment: Experiment,
  fragment: Fragment,
  all: Positions,
  offset: readonly [number, number] = [32, 32],
): LayerId[] {
  const { network } = experiment;
  const hasInput = network.layers.some((layer) => layer.kind === 'input');
  const renamed = new Map<string, LayerId>();
  const positions: Record<string, [number, number]> = {};
  for (const layer of fragment.layers) {
    if (layer.kind === 'input' && (hasInput || [...renamed.keys()].some((id) => isInput(fragment, id))))
      continue;
    if (renamed.has(layer.id)) continue;
    const id = freshLayerId(network, layer.id);
    network.layers.push({ ...structuredClone(layer), id });
    renamed.set(layer.id, id);
    const position = fragment.positions?.[layer.id];
    if (position) positions[id] = [position[0] + offset[0], position[1] + offset[1]];
  }
  for (const [from, to] of fragment.edges) {
    const source = renamed.get(from);
    const target = renamed.get(to);
    if (source === undefined || target === undefined || hasEdge(network, [source, target])) continue;
    if (!leadsTo(network, target, source)) network.edges.push([source, target]);
  }
  pasteBlocks(network, fragment, renamed);
  keepPicture(network, all);
  network.positions = { ...network.positions, ...positions };
  return [...renamed.values()];
}

function isInput(fragment: Fragment, id: string): boolean {
  return fragment.layers.some((layer) => layer.id === id && layer.kind === 'input');
}

function pasteBlocks(network: NetworkSpec, fragment: Fragment, renamed: ReadonlyMap<string, LayerId>): void {
  for (const block of fragment.blocks ?? []) {
    const layers = block.layers.map((id) => renamed.get(id)).filter((id): id is LayerId => id !== undefined);
    if (layers.length === 0) continue;
    (network.blocks ??= []).push({ ...block, id: freshBlockId(network), layers });
  }
}

/** A network that was laid out automatically stays as it is shown when positions begin to be kept. */
function keepPicture(network: NetworkSpec, all: Positions): void {
  const positions: Record<string, [number, number]> = { ...network.positions };
  for (const [id, position] of Object.entries(all)) {
    if (layerIdSchema.safeParse(id).success) positions[id] ??= [position[0], position[1]];
  }
  network.positions = positions;
}
