import type { Experiment } from '@shared/experiment/experiment';
import type { SweepSpec } from '@shared/sweeps/spec';
import { useExperimentStore } from '../../stores/document/experiment';

/** What a sweep is before anything was said of it. */
const emptySweep: SweepSpec = { method: 'grid', parameters: {}, seeds: 3, metric: 'validation.loss' };
/** The budget that a method is first given which comes to no end of itself. */
export const usualRuns = 30;

export function sweepOf({ sweep }: Pick<Experiment, 'sweep'>): SweepSpec {
  return sweep ?? emptySweep;
}

/** Changes what the document says of its sweep, so that it can be undone and is saved with the file. */
export function editSweep(name: string, change: (sweep: SweepSpec) => SweepSpec): void {
  const document = useExperimentStore();
  const next = change(sweepOf(document.experiment));
  document.edit(
    name,
    (draft) => {
      draft.sweep = next;
    },
    { mergeKey: name },
  );
}
