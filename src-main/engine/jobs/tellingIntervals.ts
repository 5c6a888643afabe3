import { closeInterval, type TellingIntervals } from '../../trainer/protocol';
import type { Attention } from '../events/broadcaster';

/** Milliseconds between two words of a trainer that nobody waits for: keeping them costs less, the fewer they are. */
const looseInterval = 1000;

/** How often a trainer is to tell of itself to those who watch it. */
export const intervalsFor = ({ closely, pictures }: Attention): TellingIntervals => ({
  metricsEvery: closely ? closeInterval : looseInterval,
  picturesEvery: pictures ? closeInterval : 0,
});
