import { sql } from 'kysely';
import type { z } from 'zod';
import type { contract, runSortSchema } from '@shared/contract/contract';
import type { RunSummary } from '@shared/runs/run';
import type { Database } from './database';
import { summaryColumns, summaryOf } from './rows';

export type RunListRequest = z.output<NonNullable<(typeof contract.runs.list)['~orpc']['inputSchema']>>;

const sortColumns = {
  createdAt: sql.ref('created_at'),
  name: sql`name COLLATE NOCASE`,
  state: sql.ref('state'),
  validationLoss: sql.ref('validation_loss'),
  validationAccuracy: sql.ref('validation_accuracy'),
  trainingLoss: sql.ref('training_loss'),
  parameterCount: sql.ref('parameter_count'),
} as const satisfies Record<z.infer<typeof runSortSchema>, unknown>;

/** One page of the runs that are not in the bin; what was not measured comes last either way. */
export function listRuns(database: Database, request: RunListRequest): { total: number; runs: RunSummary[] } {
  const counted = database.get(
    matching(database, request).select((select) => select.fn.countAll<number>().as('total')),
  );
  return {
    total: counted?.total ?? 0,
    runs: database.all(pageOf(database, request)).map(summaryOf),
  };
}

/** The statement behind a page, for the test of its plan. */
export function pageOf(database: Database, request: RunListRequest) {
  const direction = request.descending ? sql`DESC` : sql`ASC`;
  return matching(database, request)
    .select(summaryColumns)
    .orderBy(sql`${sortColumns[request.sort]} ${direction} NULLS LAST`)
    .orderBy('id', request.descending ? 'desc' : 'asc')
    .offset(request.offset)
    .limit(request.limit);
}

function matching(database: Database, request: RunListRequest) {
  let statement = database.query.selectFrom('runs').where('deleted_at', 'is', null);
  if (request.states.length > 0) statement = statement.where('state', 'in', request.states);
  for (const word of request.search.split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const like = (column: string) => sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`;
    statement = statement.where((where) =>
      where.or(['name', 'note', 'dataset_name', 'dataset_kind', 'state', 'id'].map(like)),
    );
  }
  return statement;
}
