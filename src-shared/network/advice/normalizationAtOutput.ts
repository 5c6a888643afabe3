import { warningAt } from '../problems';
import type { Advice } from './advice';
import { behindPassing, layerOf } from './graph';

const normalizations: ReadonlySet<string> = new Set(['batchNormalization', 'layerNormalization']);

/** Normalizing the outputs makes an example's answer depend on its batch and fixes the answers' size. */
export const normalizationAtOutput: Advice = (network) => {
  const output = layerOf(network, network.outputId);
  const last = output && behindPassing(network, output);
  if (last === undefined || !normalizations.has(last.definition.kind)) return [];
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
