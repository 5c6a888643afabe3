import type { Experiment } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import type { NetworkSpec } from '@shared/network/spec';
import { freshBlockId } from './identifiers';

/** Puts layers into a named block; they leave the blocks they were in. */
export function groupLayers(experiment: Experiment, ids: readonly LayerId[], name: string): string | null {
  const { network } = experiment;
  const members = network.layers.map((layer) => layer.id).filter((id) => ids.includes(id));
  if (members.length === 0) return null;
  for (const id of members) forgetInBlocks(network, id);
  const block = { id: freshBlockId(network), name: cleanName(name), layers: members, folded: false };
  (network.blocks ??= []).push(block);
  return block.id;
}

export function ungroup(experiment: Experiment, blockId: string): void {
  setBlocks(
    experiment.network,
    (experiment.network.blocks ?? []).filter((block) => block.id !== blockId),
  );
}

export function foldBlock(experiment: Experiment, blockId: string, folded: boolean): void {
  const block = experiment.network.blocks?.find((candidate) => candidate.id === blockId);
  if (block !== undefined) block.folded = folded;
}

export function nameBlock(experiment: Experiment, blockId: string, name: string): void {
  const block = experiment.network.blocks?.find((candidate) => candidate.id === blockId);
  if (block !== undefined) block.name = cleanName(name);
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

function setBlocks(network: NetworkSpec, blocks: NonNullable<NetworkSpec['blocks']>): void {
  if (blocks.length === 0) delete network.blocks;
  else network.blocks = blocks;
}

function cleanName(name: string): string {
  return name.trim().slice(0, 80) || 'Block';
}
