import { sql } from 'kysely';
import type { z } from 'zod';
import type { RunColumn, runListRequestSchema, runListSchema } from '@shared/contract/runs/runTable';
import { parseMetricName } from '@shared/runs/metricNames';
import type { RunId } from '@shared/ids';
import type { Database } from '../database/database';
import { RunColumns } from './columns';
import { cellsOf, filterRuns, sortRuns } from './queryRuns';

export type RunListRequest = z.output<typeof runListRequestSchema>;

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

/**
 * One page of the runs that are not in the bin; what was not measured comes last either way. A condition, or an order by
 * any columns, looks at the columns that it names of all runs.
 * @throws FilterError
 */
export function listRuns(
  database: Database,
  request: RunListRequest,
  columns = new RunColumns(database),
): z.output<typeof runListSchema> {
  const { where, orders, offset, limit } = request;
  if (where.trim() === '' && orders.length === 0) {
    const counted = database.get(
      matching(database, request).select((select) => select.fn.countAll<number>().as('total')),
    );
    const ids = database.all(pageOf(database, request)).map(({ id }) => id);
    return { total: counted?.total ?? 0, ...rowsOf(columns, ids, request.columns) };
  }
  const sorted = sortRuns(matchingRuns(database, columns, request), orders, columns);
  const ids = sorted.slice(offset, offset + limit);
  return { total: sorted.length, ...rowsOf(columns, ids, request.columns) };
}

/** What a table shows of some runs, in the order of their ids. @throws FilterError */
export function rowsOf(columns: RunColumns, ids: readonly string[], names: readonly string[]) {
  const runs = columns.summaries.of(ids);
  return {
    runs,
    cells:
      names.length === 0
        ? []
        : cellsOf(
            runs.map(({ id }) => id),
            names,
            columns,
          ),
  };
}

/** All runs that remain, in the order of `sort`. @throws FilterError */
export function matchingRuns(
  database: Database,
  columns: RunColumns,
  request: Pick<RunListRequest, 'search' | 'states' | 'where' | 'archived'> &
    Partial<Pick<RunListRequest, 'sort' | 'descending'>>,
): RunId[] {
  const { sort = 'createdAt', descending = true } = request;
  const rows = database.all(ordered(database, { ...request, sort, descending }));
  const ids = rows.map(({ id }) => id as RunId);
  return filterRuns(ids, request.where, columns);
}

/** The runs of a page, in its order. Ids alone: what is sorted should be narrow. */
export function pageOf(database: Database, request: RunListRequest) {
  return ordered(database, request).offset(request.offset).limit(request.limit);
}

function ordered(database: Database, request: Chosen & Pick<RunListRequest, 'sort' | 'descending'>) {
  const direction = request.descending ? sql`DESC` : sql`ASC`;
  return matching(database, request)
    .select('id')
    .orderBy(sql`${sortExpression(request.sort)} ${direction} NULLS LAST`)
    .orderBy('id', request.descending ? 'desc' : 'asc');
}

type Chosen = Pick<RunListRequest, 'search' | 'states' | 'archived'>;

function matching(database: Database, request: Chosen) {
  let statement = database.query.selectFrom('runs').where('deleted_at', 'is', null);
  if (request.states.length > 0) statement = statement.where('state', 'in', request.states);
  if (request.archived !== 'all') {
    statement = statement.where('archived', '=', request.archived === 'only' ? 1 : 0);
  }
  for (const word of request.search.split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const like = (column: string) => sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`;
    statement = statement.where((where) =>
      where.or(['name', 'note', 'dataset_name', 'dataset_kind', 'state', 'id'].map(like)),
    );
  }
  return statement;
}
