import type { Experiment } from '@shared/experiment/experiment';
import type { SweepId } from '@shared/runs/sweeps/sweep';
import type { Point } from '@shared/sweeps/points';
import type { SweepTask } from './executor';

/** Seeds of an experiment are below this. */
const seedsEnd = 2 ** 31;
/** Room that a name's end leaves for the point: names are no longer than 200. */
const longestStem = 170;

/** The seeds of a point's runs: the same for each point, so that points can be compared seed by seed. */
export function seedsOf(experiment: Experiment, point: Point, count: number): number[] {
  const first = Number(point['training.seed'] ?? experiment.training.seed);
  return Array.from({ length: count }, (_, index) => (first + index) % seedsEnd);
}

/** What is handed over for a point: its experiment, for each of its seeds that has not ended. */
export function tasksOf(
  sweepId: SweepId,
  number: number,
  experiment: Experiment,
  runs: readonly { readonly seed: number }[],
): SweepTask[] {
  const name = `${experiment.name.slice(0, longestStem)}, point ${number + 1}`;
  return runs.map(({ seed }) => ({
    key: `${sweepId}/${number}/${seed}`,
    experiment: { ...experiment, name, training: { ...experiment.training, seed } },
  }));
}
