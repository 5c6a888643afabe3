import type { RemedyOf } from '../runs/remedyOf';
import type { RunState, RunSummary } from '../runs/run';
import type { Finding } from './finding';

/** What became of a remedy that was put to the test. */
export interface RemedyOutcome {
  /** How the run as it was has ended, and the one with the remedy. */
  readonly states: { readonly before: RunState; readonly after: RunState };
  /** Whether what the remedy is for was found; null of a run that was not brought to an end that says so. */
  readonly found: { readonly before: boolean | null; readonly after: boolean | null };
  /** It was there and is no longer found; null where it was not there, or nobody can say. */
  readonly gone: boolean | null;
  /** Null where a run diverged, or was not brought to its end. */
  readonly validationLoss: { readonly before: number | null; readonly after: number | null };
}

/** A run at its end, and whether what a remedy is for was found in it. */
interface Ended {
  readonly run: Pick<RunSummary, 'state' | 'checkpoints' | 'metrics'>;
  readonly isFound: boolean;
}

/**
 * What a remedy did.
 * @param before the run that it is for, or one beside it with another seed
 * @param after the run that tried it
 */
export function remedyOutcome(before: Ended, after: Ended): RemedyOutcome {
  const found = {
    before: before.isFound || hasSaid(before.run.state) ? before.isFound : null,
    after: hasSaid(after.run.state) ? after.isFound : null,
  };
  const isTold = found.before === true && found.after !== null;
  return {
    states: { before: before.run.state, after: after.run.state },
    found,
    gone: isTold ? after.run.state !== 'diverged' && !after.isFound : null,
    validationLoss: {
      before: lossOf(before.run),
      after: hasSaid(after.run.state) ? lossOf(after.run) : null,
    },
  };
}

/** Whether the findings hold what a remedy is for. */
export function isAmong(findings: readonly Finding[], { kind, layer }: Pick<RemedyOf, 'kind' | 'layer'>) {
  return findings.some((each) => each.kind === kind && each.layer === layer);
}

/** Whether a run has come as far as its training was to go: one that ended on the way says nothing of what comes after. */
export function hasSaid(state: RunState): boolean {
  return state === 'completed' || state === 'diverged';
}

/** Of the weights that a run has ended with; of training where nothing is validated. */
function lossOf({ state, checkpoints, metrics }: Ended['run']): number | null {
  if (state === 'diverged') return null;
  const last = checkpoints.find(({ name }) => name === 'last');
  return last?.metrics.validationLoss ?? metrics.validationLoss ?? metrics.trainingLoss;
}
