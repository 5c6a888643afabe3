import { initializeWeights } from '@shared/network/initialWeights';
import { Random } from '@shared/random';
import type { CreateSession, SessionRequest, StateTensor } from '../../../src-main/trainer/session/session';
import { apart, differencesBetween, train, type Difference, type Trained } from './training';

/** A unit in the last place of a float32, relatively. */
const unit = 2 ** -23;
/** Rounding happens at every operation, not in the weights that a training begins with alone. */
const roundings = 4;
const nudges = 3;
/** Where units grow beyond that, nothing is compared any more: the wildest seed comes to 2e-3 on some processors. */
const wildest = 1e-2;

/**
 * What is apart by more than rounding, in a net in which that grows with each step, whoever computes it. It is asked of
 * the reference itself: how far it comes apart from itself where each weight that it begins with is moved by one unit in
 * its last place. What moves it is allowed to move the others, some times over.
 * @param create makes the reference, which ended as `reference` where it began with the seed's own weights
 */
export function apartByMoreThanRounding(
  trained: Trained,
  reference: Trained,
  create: CreateSession,
  request: SessionRequest,
  steps: number,
): Difference[] {
  const allowed = sensitivity(reference, create, request, steps);
  return apart(trained, reference).filter(({ what, relative }) => {
    const moved = allowed.get(what) ?? 0;
    return !(moved <= wildest && relative <= roundings * moved);
  });
}

/** How far each number of the reference moves at the most with weights that are nudged at the start. */
function sensitivity(reference: Trained, create: CreateSession, request: SessionRequest, steps: number) {
  const furthest = new Map<string, number>();
  for (let nudge = 0; nudge < nudges; nudge++) {
    const moved = train(create, request, steps, nudgedWeights(request, nudge));
    for (const { what, relative } of differencesBetween(moved, reference))
      furthest.set(what, Math.max(relative, furthest.get(what) ?? 0));
  }
  return furthest;
}

/** The weights that the seed gives, each moved up or down by a unit in its last place. */
function nudgedWeights({ network, training }: SessionRequest, nudge: number): StateTensor[] {
  const random = new Random(nudge, 13);
  return initializeWeights(network, training.config.seed).map((tensor) => ({
    ...tensor,
    values: tensor.values.map((value) => value * (1 + (random.integer(2) === 0 ? unit : -unit))),
  }));
}
