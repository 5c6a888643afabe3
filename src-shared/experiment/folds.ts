import { foldingOf } from '../data/dataset';
import type { Experiment } from './experiment';

/** How many folds an experiment is cross-validated with; 0 where it is not. */
export const foldsOf = ({ dataset }: Pick<Experiment, 'dataset'>): number => foldingOf(dataset)?.folds ?? 0;

/** The same experiment with each of the folds for validation in turn. */
export function withFolds(experiment: Experiment, folds = foldsOf(experiment)): Experiment[] {
  return Array.from({ length: folds }, (_, index) => ({
    ...experiment,
    dataset: { ...experiment.dataset, folds, fold: index + 1 },
  }));
}
