import type { Experiment } from './experiment';

/** The same experiment with each of the seeds. */
export function withSeeds(experiment: Experiment, seeds: readonly number[]): Experiment[] {
  return seeds.map((seed) => ({ ...experiment, training: { ...experiment.training, seed } }));
}
