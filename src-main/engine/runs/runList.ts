import { sql } from 'kysely';
import type { z } from 'zod';
import type { contract, RunColumn } from '@shared/contract/contract';
import { parseMetricName } from '@shared/runs/metricNames';
import type { RunSummary } from '@shared/runs/run';
import type { Database } from './database';
import { summaryOf, summarySelection } from './rows';

export type RunListRequest = z.output<NonNullable<(typeof contract.runs.list)['~orpc']['inputSchema']>>;

const sortColumns = {
  createdAt: sql.ref('created_at'),
  name: sql`name COLLATE NOCASE`,
  state: sql.ref('state'),
  parameterCount: sql.ref('parameter_count'),
} as const satisfies Record<RunColumn, unknown>;

/** A metric is looked up by run; there are too many for an index of each. */
function sortExpression(sort: RunListRequest['sort']) {
  if (sort in sortColumns) return sortColumns[sort as RunColumn];
  const { metric, split, moment } = parseMetricName(sort);
  return sql`(
    SELECT ${sql.ref(moment)} FROM run_metrics
    WHERE run_id = runs.id AND metric = ${metric} AND split = ${split}
  )`;
}

/** One page of the runs that are not in the bin; what was not measured comes last either way. */
export function listRuns(database: Database, request: RunListRequest): { total: number; runs: RunSummary[] } {
  const counted = database.get(
    matching(database, request).select((select) => select.fn.countAll<number>().as('total')),
  );
  const ids = database.all(pageOf(database, request)).map(({ id }) => id);
  return { total: counted?.total ?? 0, runs: summariesOf(database, ids) };
}

/** In the order of the ids. */
function summariesOf(database: Database, ids: readonly string[]): RunSummary[] {
  const rows = database.all(
    database.query
      .selectFrom('runs')
      .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
      .select(summarySelection),
  );
  const byId = new Map(rows.map((row) => [row.id, summaryOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The runs of a page, in its order. Ids alone: what is sorted should be narrow. */
export function pageOf(database: Database, request: RunListRequest) {
  const direction = request.descending ? sql`DESC` : sql`ASC`;
  return matching(database, request)
    .select('id')
    .orderBy(sql`${sortExpression(request.sort)} ${direction} NULLS LAST`)
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
