import type { UncheckedObject } from '../json';
import { experimentVersion } from './experiment';

/** Brings the content of an experiment file from one version to the next. A migration that was released is never changed. */
export interface ExperimentMigration {
  /** The version it starts from; the result is one newer. */
  readonly from: number;
  /** The rest of the content; the version is set by {@link migrateExperiment}. */
  migrate(json: UncheckedObject): UncheckedObject;
}

/** In order from version 1, one for each version since. A new one is its file and its line here. */
export const experimentMigrations: readonly ExperimentMigration[] = [];

/**
 * The content of an experiment as the newest version writes it, whether from a file or from the row of a run. What says
 * no version that is known is given back as it is, for its reader to refuse.
 */
export function migrateExperiment(
  json: UncheckedObject,
  migrations: readonly ExperimentMigration[] = experimentMigrations,
  newest: number = experimentVersion,
): UncheckedObject {
  let content = json;
  for (const { from, migrate } of migrations) {
    if (content['version'] === from && from < newest) content = { ...migrate(content), version: from + 1 };
  }
  return content;
}
