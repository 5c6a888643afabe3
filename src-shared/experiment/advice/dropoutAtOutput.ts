import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { layerOf, traitsOf } from './graph';

/** Dropout behind the scores zeroes the very answers that the loss looks at. */
export const dropoutAtOutput: Advice = (network) => {
  const output = layerOf(network, network.outputId);
  if (output === undefined || !traitsOf(output).drops) return [];
  return [
    warningAt('Dropout at the output sets whole answers to zero while training', {
      layer: output.id,
      remedy: 'Remove it, or move it before the last Dense layer.',
      fixes: [{ kind: 'removeLayer', layer: output.id, title: 'Remove the dropout' }],
    }),
  ];
};
