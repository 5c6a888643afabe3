import type { Experiment } from '@shared/experiment/experiment';
import { configurationKey } from '@shared/runs/configuration/differences';
import { importedConfigurationKey } from '@shared/runs/imported/configuration';
import type { ImportedFacts } from '@shared/runs/imported/facts';
import { sha256Of } from '../../../files/hashing';
import type { Database } from '../database/database';
import { storedExperiment } from '../database/storedExperiment';
import type { ValueOf } from './columns';
import { unknownRuns, type StoredRun } from './storedRuns';

/** A short code of each run's configuration: the same where runs differ in their seeds or held-out folds alone. */
export class RunConfigurations {
  private readonly codes = new Map<string, string>();
  /** By what is stored but for the seed: a sweep's thousands of runs are of some hundred experiments. */
  private readonly known = new Map<string, string>();

  constructor(private readonly database: Database) {}

  column(): ValueOf {
    for (const run of unknownRuns(this.database, this.codes)) this.codes.set(run.id, this.codeOf(run));
    return (id) => this.codes.get(id) ?? null;
  }

  /** A damaged row is a configuration of its own. */
  private codeOf({ id, experiment, imported }: StoredRun): string {
    try {
      return imported === null
        ? this.codeOfStored(experiment)
        : shortCode(importedConfigurationKey(id, JSON.parse(imported) as ImportedFacts));
    } catch {
      return shortCode(id);
    }
  }

  private codeOfStored(stored: string): string {
    const experiment = JSON.parse(stored) as Experiment;
    const { network, dataset, training } = experiment;
    const text = JSON.stringify([network, dataset, { ...training, seed: 0 }]);
    const known = this.known.get(text) ?? shortCode(configurationKey(storedExperiment(experiment)));
    this.known.set(text, known);
    return known;
  }
}

/** Long enough that among a million configurations no two are likely to share one. */
function shortCode(key: string): string {
  return sha256Of([key]).slice(0, 12);
}
