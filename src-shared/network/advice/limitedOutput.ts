import { warningAt } from '../problems';
import type { Advice } from './advice';
import { behindPassing, layerOf, takesScores } from './graph';

/** What an activation at the very end keeps the output from being. */
const limits: Readonly<Record<string, string>> = {
  relu: 'negative',
  softplus: 'negative',
  sigmoid: 'below 0 or above 1',
  hardSigmoid: 'below 0 or above 1',
  tanh: 'below −1 or above 1',
  softsign: 'below −1 or above 1',
};

export const limitedOutput: Advice = (network, { loss, task }) => {
  const output = layerOf(network, network.outputId);
  if (output === undefined) return [];
  const last = behindPassing(network, output);
  const limit = limits[last.definition.kind];
  const counts = takesScores(loss) || task === 'regression';
  // A sigmoid before its own cross-entropy is told of by activationInLoss.
  if (
    limit === undefined ||
    !counts ||
    (loss === 'sigmoidCrossEntropy' && last.definition.kind === 'sigmoid')
  )
    return [];
  const wanted = takesScores(loss)
    ? 'the loss takes scores of any size and sign'
    : 'the values to predict may be';
  return [
    warningAt(`The output cannot be ${limit} behind ${last.definition.title}, but ${wanted}`, {
      layer: last.id,
      remedy: 'End the net with a Dense layer and no activation.',
      fixes: [{ kind: 'removeLayer', layer: last.id, title: `Remove the ${last.definition.title}` }],
    }),
  ];
};
