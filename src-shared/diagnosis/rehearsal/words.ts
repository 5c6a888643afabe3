import { formatCount, formatNumber } from '../../format';
import type { Rehearsal } from './rehearsal';

/** What came of a rehearsal, in a sentence. */
export function describeRehearsal({ verdict, examples, steps, right }: Rehearsal): string {
  const all = `${examples} examples`;
  if (verdict === 'learned')
    return `It can learn: it knew ${all} by heart after ${formatCount(steps)} steps.`;
  const known = right === null ? '' : ` with ${right} of them right`;
  return verdict === 'stillLearning'
    ? `It was still learning its ${all} after ${formatCount(steps)} steps,${known || ' and its loss still fell'}.`
    : `It could not learn ${all} by heart: it stood still${known} after ${formatCount(steps)} steps.`;
}

/** By which figures, and what was left out. */
export function describeGrounds({ loss, constantLoss, setAside }: Rehearsal): string {
  const reached = `loss ${loss === null ? 'not a number' : formatNumber(loss)}, knowing nothing ${formatNumber(constantLoss)}`;
  return setAside.length === 0 ? reached : `${reached}; without ${setAside.join(', ')}`;
}
