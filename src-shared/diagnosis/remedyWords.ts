import { formatNumber } from '../format';
import type { RemedyOf } from '../runs/remedyOf';
import type { RunState } from '../runs/run';
import { conditionOf } from '.';
import { findingKindSchema } from './finding';
import type { RemedyOutcome } from './outcome';
import { trialSummary } from './trial';

/** What a run is to mend: `Learning rate 0.001, for “The learning rate is too high” of run 2nb…`. */
export function describeRemedy({ runId, kind, layer, title }: RemedyOf): string {
  return `${title}, for “${titleOf(kind)}”${layer === null ? '' : ` (${layer})`} of run ${runId}`;
}

/** What it did: `“The learning rate is too high” is gone; validation loss 0.69 → 0.12`; or how its run ended instead. */
export function describeOutcome(kind: string, outcome: RemedyOutcome): string {
  const { states, found, validationLoss } = outcome;
  const what = `“${titleOf(kind)}”`;
  if (found.after === null)
    return `the run with the remedy ${howEnded[states.after]}: it does not say whether ${what} is gone`;
  if (found.before === null)
    return `the run without the remedy ${howEnded[states.before]}: it does not say whether it had ${what}`;
  return `${whatBecame(what, outcome)}; ${describeLosses(validationLoss)}`;
}

function whatBecame(what: string, { states, found }: RemedyOutcome): string {
  if (states.after === 'diverged') {
    return `the run with the remedy diverged${found.after === true ? `, and ${what} is still there` : ''}`;
  }
  if (found.before === true) return `${what} is ${found.after === true ? 'still there' : 'gone'}`;
  return found.after === true
    ? `${what} is there only with the remedy`
    : `${what} was not there without the remedy either`;
}

/** What it did over several seeds, in two sentences without their ends. */
export function describeTrial(outcomes: readonly RemedyOutcome[]): string[] {
  const { goneWith, validationLoss, seedsWithLoss } = trialSummary(outcomes);
  const pairs = outcomes.flatMap(({ validationLoss: { before, after } }) =>
    before === null || after === null ? [] : [after < before],
  );
  const smaller = pairs.filter(Boolean).length;
  const gone =
    goneWith.had === 0
      ? `none of ${outcomes.length} seeds had it`
      : `had it with ${goneWith.had} of ${outcomes.length} seeds, gone with ${goneWith.gone}`;
  const losses = pairs.length === 0 ? '' : `; a smaller validation loss with ${smaller} of ${pairs.length}`;
  const counted = (count: number) => ` (${count} ${count === 1 ? 'seed' : 'seeds'})`;
  const counts = { before: counted(seedsWithLoss.before), after: counted(seedsWithLoss.after) };
  return [
    `${gone}${losses}`,
    `in the mean of those that have one: ${describeLosses(validationLoss, counts)}`,
  ];
}

/** @param counts words behind each side, where it stands for several runs */
function describeLosses(
  { before, after }: RemedyOutcome['validationLoss'],
  counts = { before: '', after: '' },
): string {
  return `validation loss ${writtenLoss(before)}${counts.before} → ${writtenLoss(after)}${counts.after}`;
}

/** A run may have been made by a Layerlab that knows other conditions. */
function titleOf(kind: string): string {
  const known = findingKindSchema.safeParse(kind);
  return known.success ? conditionOf(known.data).title : kind;
}

/** Behind “the run”, for whatever is not its end as planned. */
const howEnded: Readonly<Record<RunState, string>> = {
  queued: 'waits',
  running: 'is being trained',
  paused: 'is paused',
  completed: 'was completed',
  stopped: 'was stopped',
  interrupted: 'was interrupted',
  crashed: 'crashed',
  diverged: 'diverged',
  failed: 'failed',
  imported: 'was trained by another program',
  damaged: 'is damaged',
};

const writtenLoss = (loss: number | null) => (loss === null ? 'none' : formatNumber(loss));
