import { basename } from 'node:path';
import { mapPaths } from '@shared/data/catalogue';
import type { ModelCard } from '@shared/exporting/modelCard';
import type { TrainedNetwork } from './encoder';

/**
 * What an exported file says of itself; where its data lay is nobody else's business, so files are named without it.
 * @param kept how its weights are kept
 */
export function cardOf(
  { experiment, dataset, facts }: TrainedNetwork,
  kept: Pick<ModelCard, 'precision' | 'foldsBatchNormalization'>,
): ModelCard {
  return {
    version: 1,
    experiment: { ...experiment, dataset: mapPaths(experiment.dataset, (path) => basename(path)) },
    dataset,
    weights: facts,
    ...kept,
  };
}
