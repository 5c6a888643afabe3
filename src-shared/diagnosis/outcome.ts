import type { RemedyOf } from '../runs/remedyOf';
import type { RunSummary } from '../runs/run';
import type { Finding } from './finding';

/** What became of a remedy that was put to the test. */
export interface RemedyOutcome {
  /** What it was for is no longer found. */
  readonly gone: boolean;
  /** Null where the run diverged, or has none. */
  readonly validationLoss: { readonly before: number | null; readonly after: number | null };
}

type Ended = Pick<RunSummary, 'state' | 'checkpoints' | 'metrics'>;

/**
 * @param before the run that the remedy is for
 * @param after the run that tried it, at its end
 * @param findings what is wrong in that
 */
export function remedyOutcome(
  { kind, layer }: Pick<RemedyOf, 'kind' | 'layer'>,
  before: Ended,
  after: Ended,
  findings: readonly Finding[],
): RemedyOutcome {
  const isFound = findings.some((each) => each.kind === kind && each.layer === layer);
  return {
    gone: after.state !== 'diverged' && !isFound,
    validationLoss: { before: lossOf(before), after: lossOf(after) },
  };
}

/** Of the weights that a run has ended with; of training where nothing is validated. */
function lossOf({ state, checkpoints, metrics }: Ended): number | null {
  if (state === 'diverged') return null;
  const last = checkpoints.find(({ name }) => name === 'last');
  return last?.metrics.validationLoss ?? metrics.validationLoss ?? metrics.trainingLoss;
}
