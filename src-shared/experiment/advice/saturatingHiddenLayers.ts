import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { isWeighted, traitsOf } from './graph';

const deep = 4;

/** In a deep net the gradient is multiplied by each saturating layer's small slope, and fades on its way back. */
export const saturatingHiddenLayers: Advice = (network) => {
  const hidden = network.layers.filter((layer) => isWeighted(layer)).length - 1;
  if (hidden < deep) return [];
  return network.layers
    .filter((layer) => traitsOf(layer).saturates && layer.id !== network.outputId)
    .slice(0, 1)
    .map((layer) =>
      warningAt(
        `${layer.definition.title} in a net of ${hidden} hidden layers: its slope is small wherever it saturates, ` +
          'so the gradient fades on its way to the first layers',
        {
          layer: layer.id,
          remedy:
            'Use ReLU in the hidden layers, or put batch normalization before them (CS231n, Neural Networks Part 1).',
        },
      ),
    );
};
