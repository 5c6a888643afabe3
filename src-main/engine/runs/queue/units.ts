import type { QueueUnit } from '@shared/contract/queue';
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
  readonly sweep: { readonly id: string; readonly name: string } | null;
}

/** Runs that wait as one. */
export interface Unit {
  readonly kind: QueueUnit['kind'];
  readonly name: string;
  /** In their order; one at least. */
  readonly runs: readonly PlacedRun[];
}

/** What waits as one, in the order of their first runs. @param runs in their order */
export function unitsOf(runs: readonly PlacedRun[]): Unit[] {
  const units = new Map<string, PlacedRun[]>();
  for (const run of runs) {
    const key = run.sweep?.id ?? run.group ?? run.id;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [run]);
    else unit.push(run);
  }
  return [...units.values()].map((members) => {
    const { sweep = null, name = '' } = members[0] ?? {};
    if (sweep !== null) return { kind: 'sweep', name: sweep.name, runs: members };
    return { kind: members.length > 1 ? 'group' : 'run', name, runs: members };
  });
}

/**
 * The units with some of them before another, in the order that they have.
 * @param before a run of the other; null: behind all others
 * @throws AppError `notAllowedNow` where one of the runs does not wait
 */
export function moved(units: readonly Unit[], runIds: readonly RunId[], before: RunId | null): Unit[] {
  const unitOf = (runId: RunId) => units.find(({ runs }) => runs.some(({ id }) => id === runId));
  const chosen = new Set(runIds.map((runId) => unitOf(runId) ?? notWaiting(runId)));
  const from = before === null ? units.length : units.indexOf(unitOf(before) ?? notWaiting(before));
  const next = units.slice(from).find((unit) => !chosen.has(unit));
  const others = units.filter((unit) => !chosen.has(unit));
  const place = next === undefined ? others.length : others.indexOf(next);
  return others.toSpliced(place, 0, ...units.filter((unit) => chosen.has(unit)));
}

function notWaiting(runId: RunId): never {
  throw new AppError(
    'notAllowedNow',
    'The run does not wait for its turn, so it has no place in the queue.',
    {
      where: runId,
      remedy: 'Look at what waits: on the page Runs, or by "layerlab queue".',
    },
  );
}
