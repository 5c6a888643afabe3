import type { ExperimentEdit } from '@shared/data/tables/findings';
import type { Experiment } from '@shared/experiment/experiment';
import { applyChanges } from '@shared/experiment/settings/change';
import type { Json } from '@shared/json';

/** Carries out a change that a finding offers, on a draft of the experiment; objects on its way are made. */
export function applyEdit(experiment: Experiment, { path, value }: ExperimentEdit): void {
  applyChanges(experiment as unknown as Json, [{ path, value: value as Json, where: path.join('.') }]);
}
