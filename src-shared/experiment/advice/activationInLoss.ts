import { findLoss } from '../../training/losses';
import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { lastActing } from './graph';

/** Some losses apply an activation themselves: the layer that stands for it would apply it a second time. */
export const activationInLoss: Advice = (network, { loss = '' }) => {
  const last = lastActing(network);
  if (last === undefined || findLoss(loss)?.traits?.appliesActivation !== last.definition.kind) return [];
  const { kind, title } = last.definition;
  return [
    warningAt(`The loss applies the ${kind} itself: this layer would apply it a second time`, {
      layer: last.id,
      remedy: `Remove the ${title} layer: the net then learns faster and the loss is exact for large scores.`,
      fixes: [{ kind: 'removeLayer', layer: last.id, title: `Remove the ${title}` }],
    }),
  ];
};
