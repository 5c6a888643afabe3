import type { ImportedModel } from '@shared/importing';
import { keepWeights, type KeptWeights } from '../weights/weightStore';
import type { Workspace } from '../workspace';

export { readKeras, readModelAt, readModelFiles, type ModelReading } from './readModel';
export type { WeightsPlace } from './safetensors';

/** Copies a model's weights into the workspace; null where it has none. */
export function keepModel(
  workspace: Workspace,
  { weights, network }: Pick<ImportedModel, 'weights' | 'network'>,
): KeptWeights | null {
  if (weights.length === 0) return null;
  const kinds = Object.fromEntries(network.layers.map(({ id, kind }) => [id, kind]));
  return keepWeights(workspace, weights, kinds);
}
