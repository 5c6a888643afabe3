import type { QueueEntry } from './queue';
import { formatRuns } from '../../format';

/** What waits as one: "3 runs, trained as one". */
export function waitsAs({ kind, runIds, elsewhere }: QueueEntry): string {
  const runs = formatRuns(runIds.length);
  const what = { run: 'a run', group: `${runs}, trained as one`, sweep: `${runs} of the sweep` }[kind];
  return elsewhere ? `${what}, in another Layerlab` : what;
}

/** All runs of some entries. */
export function runsOf(entries: readonly QueueEntry[]): QueueEntry['runIds'] {
  return entries.flatMap(({ runIds }) => runIds);
}
