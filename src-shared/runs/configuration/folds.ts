import { foldsOf } from '../../experiment/folds';
import { isTrained } from '../imported/trained';
import type { RunDetail } from '../run';

/** Folds of the cross-validation that runs of one configuration are parts of; 0 where they hold out the same examples. */
export function foldsOfRuns(runs: readonly RunDetail[]): number {
  const [first] = runs;
  const heldOut = new Set(runs.map(({ datasetHash }) => datasetHash));
  return first === undefined || heldOut.size < 2 || !isTrained(first) ? 0 : foldsOf(first.experiment);
}
