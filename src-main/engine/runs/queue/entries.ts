import type { QueueEntry } from '@shared/contract/queue/queue';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';

/** A run that has a place in line. */
export interface PlacedRun {
  readonly id: RunId;
  readonly name: string;
  readonly place: number;
  /** The engine that has it in hand: the name of its lease. */
  readonly owner: string | null;
  /** The runs that it was started with to be trained as one. */
  readonly group: string | null;
  /** Put aside: lists leave it out. */
  readonly isArchived: boolean;
  readonly sweep: { readonly id: string; readonly name: string } | null;
}

/** Runs that have places as one. */
export interface PlacedEntry {
  readonly kind: QueueEntry['kind'];
  readonly name: string;
  /** In their order; one at least. */
  readonly runs: readonly PlacedRun[];
}

/** What waits as one, in the order of their first runs. @param runs in their order */
export function entriesOf(runs: readonly PlacedRun[]): PlacedEntry[] {
  const entries = new Map<string, PlacedRun[]>();
  for (const run of runs) {
    const key = run.sweep?.id ?? run.group ?? run.id;
    const entry = entries.get(key);
    if (entry === undefined) entries.set(key, [run]);
    else entry.push(run);
  }
  return [...entries.values()].map((members) => {
    const { sweep = null, name = '' } = members[0] ?? {};
    if (sweep !== null) return { kind: 'sweep', name: sweep.name, runs: members };
    return { kind: members.length > 1 ? 'group' : 'run', name, runs: members };
  });
}

/**
 * The entries with some of them before another, in the order in which they are named.
 * @param before a run of the other; null: behind all others
 * @throws AppError `notAllowedNow` where one of the runs does not wait
 */
export function moved(
  entries: readonly PlacedEntry[],
  runIds: readonly RunId[],
  before: RunId | null,
): PlacedEntry[] {
  const entryOf = (runId: RunId): PlacedEntry => {
    const entry = entries.find(({ runs }) => runs.some(({ id }) => id === runId));
    if (entry === undefined) throw notWaiting(runId);
    return entry;
  };
  const chosen = new Set(runIds.map(entryOf));
  const from = before === null ? entries.length : entries.indexOf(entryOf(before));
  const next = entries.slice(from).find((entry) => !chosen.has(entry));
  const others = entries.filter((entry) => !chosen.has(entry));
  const place = next === undefined ? others.length : others.indexOf(next);
  return others.toSpliced(place, 0, ...chosen);
}

export function notWaiting(runId: RunId): AppError {
  return new AppError(
    'notAllowedNow',
    'The run does not wait for its turn, so it has no place in the queue.',
    {
      where: runId,
      remedy: 'Look at what waits: on the page Runs, or by "layerlab queue".',
    },
  );
}
