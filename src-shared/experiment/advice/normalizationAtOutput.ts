import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { lastActing } from './graph';

/** Normalizing the outputs makes an example's answer depend on its batch and fixes the answers' size. */
export const normalizationAtOutput: Advice = (network) => {
  const last = lastActing(network);
  if (last?.definition.group !== 'normalization') return [];
  return [
    warningAt(`${last.definition.title} behind the last layer: the outputs are forced to one mean and size`, {
      layer: last.id,
      remedy: 'Remove it: normalization belongs between hidden layers.',
      fixes: [
        { kind: 'removeLayer', layer: last.id, title: `Remove the ${last.definition.title.toLowerCase()}` },
      ],
    }),
  ];
};
