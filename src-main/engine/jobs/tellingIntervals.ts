import { closeInterval, type TellingIntervals } from '../../trainer/protocol';
import type { Attention } from '../events/broadcaster';

/** Milliseconds between two words of a trainer whose run stands in a list or beside other things. */
const looseInterval = 1000;
/** The same where nobody looks on: keeping words costs less, the fewer they are. */
const unseenInterval = 2000;

/** How often a trainer is to tell of itself to those who watch it. */
export const intervalsFor = ({ closely, shown, pictures }: Attention): TellingIntervals => ({
  metricsEvery: closely ? closeInterval : shown ? looseInterval : unseenInterval,
  picturesEvery: pictures ? closeInterval : 0,
});
