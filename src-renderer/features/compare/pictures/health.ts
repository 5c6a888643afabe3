import { formatShare } from '@shared/format';
import type { Observation } from '@shared/network/observation';

/** Shares below these happen anywhere: half of a ReLU's values are flat. */
const worthTelling = { stuck: 0.1, flat: 0.9 };

export interface LayerHealth {
  readonly layer: string;
  readonly words: string;
}

/** What is not well with the layers of a net: units that are the same for every example, and values where nothing is learned. */
export function unhealthy({ layers }: Observation): LayerHealth[] {
  return layers.flatMap(({ layer, stuck, flat }) => {
    const told = [
      ...(stuck !== null && stuck >= worthTelling.stuck ? [`${formatShare(stuck)} of its units stuck`] : []),
      ...(flat !== null && flat >= worthTelling.flat
        ? [`${formatShare(flat)} of its values where it is flat`]
        : []),
    ];
    return told.length === 0 ? [] : [{ layer, words: told.join(', ') }];
  });
}

/** The latest observation up to a step. */
export function observedAt(observations: readonly Observation[], step: number): Observation | undefined {
  return observations.findLast((each) => each.step <= step);
}
