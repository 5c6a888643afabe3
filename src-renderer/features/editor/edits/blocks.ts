import type { Experiment } from '@shared/experiment/experiment';
import { forgetInBlocks, setBlocks } from '@shared/experiment/removeLayer';
import type { LayerId } from '@shared/ids';
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

function cleanName(name: string): string {
  return name.trim().slice(0, 80) || 'Block';
}
