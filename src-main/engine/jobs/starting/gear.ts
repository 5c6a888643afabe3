import type { PreparedDataset } from '@shared/data/prepared';
import type { Experiment } from '@shared/experiment/experiment';
import type { InferredNetwork } from '@shared/network/inference';
import { compilationOf, type CompilationFacts } from '@shared/training/computing/compilation';
import { librarySettingsFor } from '@shared/training/computing/librarySettings';
import type { Computed } from '@shared/training/computing/parallelism';
import type { QueuedGroup, QueuedRun } from '../jobQueue';

/** How a run's steps are to be run, and how its trainer uses the cores for that. */
export type Gear = Pick<QueuedRun, 'compilation' | 'settings'>;

/** What a run is to compute. */
export interface Work {
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  readonly network: InferredNetwork;
}

/** @param computed as far as it is settled */
export function gearOf({ network, experiment, dataset }: Work, computed: Computed = {}): Gear {
  const { training } = experiment;
  // Machine code is made once for all runs of a group, and so pays sooner.
  const examples = dataset.splits.training * (computed.runs ?? 1);
  const { compilation = compilationOf(network, training, examples) } = computed;
  return { compilation, settings: librarySettingsFor(network, training, { ...computed, compilation }) };
}

/** How the facts of a run tell its group, so that it goes on as it was trained, should it end early. */
export function togetherAs(
  group: QueuedGroup | undefined,
): Pick<CompilationFacts, 'together' | 'sideBySide'> {
  if (group === undefined) return {};
  const { experiments, sideBySide } = group;
  return { together: experiments.length, ...(sideBySide > 1 && { sideBySide }) };
}
