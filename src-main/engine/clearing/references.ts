import { sql } from 'kysely';
import type { Database } from '../runs/database/database';
import { wholeRow } from '../runs/database/wholeRow';

/** What the runs and sweeps of a workspace, those in the bin included, are trained with. */
interface References {
  /** Hashes of prepared data sets. */
  readonly datasets: ReadonlySet<string>;
  /** Hashes of weights that they start from. */
  readonly weights: ReadonlySet<string>;
}

/** Null where a row is damaged: nobody knows what it refers to. */
export function referencesIn(database: Database): References | null {
  const rows = (['runs', 'sweeps'] as const).flatMap((table) =>
    database.all(
      database.query
        .selectFrom(table)
        .select(['dataset_hash as dataset', wholeRow(table).as('whole')])
        .select(
          sql<
            string | null
          >`iif(json_valid(experiment), json_extract(experiment, '$.startFrom.hash'), null)`.as('weights'),
        ),
    ),
  );
  if (rows.some(({ whole }) => whole !== 1)) return null;
  return {
    datasets: new Set(rows.map(({ dataset }) => dataset)),
    weights: new Set(rows.flatMap(({ weights }) => weights ?? [])),
  };
}
