import { warningAt } from '../problems';
import type { Advice } from './advice';
import { behindPassing, layerOf } from './graph';

/** Losses that apply an activation themselves, and the layer that would apply it a second time. */
const appliedByLoss: Readonly<Record<string, string>> = {
  softmaxCrossEntropy: 'softmax',
  sigmoidCrossEntropy: 'sigmoid',
};

export const activationInLoss: Advice = (network, { loss }) => {
  const output = layerOf(network, network.outputId);
  if (output === undefined || loss === undefined) return [];
  const last = behindPassing(network, output);
  const { kind, title } = last.definition;
  if (appliedByLoss[loss] !== kind) return [];
  return [
    warningAt(`The loss applies the ${kind} itself: this layer would apply it a second time`, {
      layer: last.id,
      remedy: `Remove the ${title} layer: the net then learns faster and the loss is exact for large scores.`,
      fixes: [{ kind: 'removeLayer', layer: last.id, title: `Remove the ${title}` }],
    }),
  ];
};
