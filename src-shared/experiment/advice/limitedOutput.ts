import { findLoss } from '../../training/losses';
import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { lastActing, traitsOf } from './graph';

/** An activation at the very end keeps the output from values that it should be able to take. */
export const limitedOutput: Advice = (network, { loss = '', task }) => {
  const last = lastActing(network);
  const limit = last && limitInWords(traitsOf(last).outputRange?.(last.parameters));
  const { takesScores, appliesActivation } = findLoss(loss)?.traits ?? {};
  // The activation that the loss applies itself is told of by activationInLoss.
  if (last === undefined || limit === undefined || last.definition.kind === appliesActivation) return [];
  if (!takesScores && task !== 'regression') return [];
  const { title } = last.definition;
  const wanted = takesScores ? 'the loss takes scores of any size and sign' : 'the values to predict may be';
  return [
    warningAt(`The output cannot be ${limit} behind ${title}, but ${wanted}`, {
      layer: last.id,
      remedy: 'End the net with a Dense layer and no activation.',
      fixes: [{ kind: 'removeLayer', layer: last.id, title: `Remove the ${title}` }],
    }),
  ];
};

/** What values between the two are not: `below −1 or above 1`. */
function limitInWords(range: readonly [number, number] | undefined): string | undefined {
  if (range === undefined) return undefined;
  const [low, high] = range;
  if (low === 0 && high === Infinity) return 'negative';
  const limits = [
    ...(low === -Infinity ? [] : [`below ${inWords(low)}`]),
    ...(high === Infinity ? [] : [`above ${inWords(high)}`]),
  ];
  return limits.length === 0 ? undefined : limits.join(' or ');
}

function inWords(value: number): string {
  return String(Math.round(value * 100) / 100).replace('-', '−');
}
