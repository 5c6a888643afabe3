import type { InferredLayer, InferredNetwork, NetworkProblem } from '../../network/inference';
import { warningAt } from '../../network/inference/problems';
import type { Experiment } from '../experiment';

/** What a person may not have meant about layers that are frozen. */
export function frozenProblems({ startFrom }: Experiment, network: InferredNetwork): NetworkProblem[] {
  const frozen = network.layers.filter(({ spec, weights }) => spec.trainable === false && weights.length > 0);
  const [first] = frozen;
  if (first === undefined) return [];
  if (network.totals.trainableCount === 0) {
    return [
      warningAt('Every layer is frozen: nothing can be learned', {
        layer: first.id,
        remedy: 'Let the last layer learn.',
        fixes: [],
      }),
    ];
  }
  return startFrom === undefined ? [atRandom(first, frozen.length)] : [];
}

function atRandom({ id }: InferredLayer, count: number): NetworkProblem {
  const others = count === 1 ? '' : ` and ${count - 1} more`;
  return warningAt(`${id}${others} would stay frozen at random weights: the run starts from none`, {
    layer: id,
    remedy: 'Start from a run or a stored model, or let the layers learn.',
    fixes: [],
  });
}
