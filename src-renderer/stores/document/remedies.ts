import type { ExperimentEdit } from '@shared/data/tables/findings';
import type { Experiment } from '@shared/experiment/experiment';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Carries out a change that a finding offers, on a draft of the experiment; objects on its way are made. */
export function applyEdit(experiment: Experiment, { path, value }: ExperimentEdit): void {
  let place = experiment as unknown as Record<string, unknown>;
  for (const step of path.slice(0, -1)) {
    const next = Object.hasOwn(place, step) ? place[step] : undefined;
    if (!isObject(next)) place[step] = {};
    place = place[step] as Record<string, unknown>;
  }
  place[path.at(-1) ?? ''] = value;
}
