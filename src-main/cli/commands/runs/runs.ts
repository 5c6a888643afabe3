import { mostRunsAtOnce, type FieldCell } from '@shared/contract/runs/runTable';
import { formatNumber } from '@shared/format';
import type { RunSummary } from '@shared/runs/run';
import { tableCsv } from '@shared/runs/tableCsv';
import type { EngineClient } from '../../../processes/engineClient';
import { exitCodes } from '../../exitCodes';
import { headline } from '../../output/metricTable';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';

export interface RunsOptions extends CommonOptions {
  readonly limit?: number;
  readonly where?: string;
  readonly columns?: readonly string[];
  readonly sort?: readonly string[];
  readonly archived?: boolean;
  readonly csv?: boolean;
}

interface Listed {
  readonly runs: readonly RunSummary[];
  readonly cells: readonly (readonly FieldCell[])[];
  readonly total: number;
}

/** How many runs a person is shown who has not said how many. */
const usualLimit = 100;

/** Columns of a file for which none were named. */
const usualColumns = [
  'id',
  'name',
  'state',
  'tag',
  'createdAt',
  'seed',
  'dataset',
  'parameterCount',
  'epoch',
];

/** Lists the runs of the workspace, the newest first. @returns the exit code */
export function showRuns(options: RunsOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const isForPrograms = options.json === true || options.csv === true;
    const columns = options.columns ?? (options.csv ? [...usualColumns, ...measured] : []);
    const listed = await readRuns(
      client,
      options,
      columns,
      options.limit ?? (isForPrograms ? Infinity : usualLimit),
    );
    if (options.json)
      printJson(options.columns ? listed.cells.map((row) => objectOf(columns, row)) : listed.runs);
    else if (options.csv) process.stdout.write(tableCsv(columns, listed.cells));
    else describe(listed, columns, options);
    return exitCodes.ok;
  });
}

const measured = ['training', 'validation', 'test'].flatMap((split) => [
  `${split}.loss`,
  `${split}.accuracy`,
]);

async function readRuns(
  client: EngineClient,
  { where = '', sort = [], archived = false }: RunsOptions,
  columns: readonly string[],
  limit: number,
): Promise<Listed> {
  const orders = sort.map((each) => ({ column: each.replace(/^-/, ''), descending: each.startsWith('-') }));
  const request = {
    where,
    orders,
    columns: [...columns],
    archived: archived ? ('all' as const) : ('hide' as const),
  };
  const all = { runs: [] as RunSummary[], cells: [] as FieldCell[][], total: 0 };
  do {
    const most = Math.min(mostRunsAtOnce, limit - all.runs.length);
    const page = await client.runs.list({ ...request, offset: all.runs.length, limit: most });
    all.runs.push(...page.runs);
    all.cells.push(...page.cells);
    all.total = page.total;
    if (page.runs.length === 0) break;
  } while (all.runs.length < Math.min(limit, all.total));
  return all;
}

function describe({ runs, cells, total }: Listed, columns: readonly string[], { where }: RunsOptions): void {
  if (runs.length === 0) {
    print(where ? 'No run fits the condition.' : 'No runs yet: "layerlab train FILE" makes one.');
    return;
  }
  const heading = ['ID', 'NAME', 'STATE', 'EPOCHS', 'LOSS', 'VALIDATION', 'SCORE', 'CREATED'];
  print(
    formatTable(
      columns.length === 0
        ? [heading, ...runs.map(row)]
        : [
            ['ID', 'NAME', ...columns],
            ...runs.map(({ id, name }, place) => [id, name, ...(cells[place] ?? []).map(inWords)]),
          ],
    ),
  );
  if (total > runs.length) print(`… and ${total - runs.length} more (--limit)`);
}

function row(run: RunSummary): string[] {
  const { trainingLoss, validationLoss } = run.metrics;
  return [
    run.id,
    run.name,
    run.state,
    run.progress === null ? '–' : `${run.progress.epoch}/${run.progress.epochs}`,
    formatNumber(trainingLoss),
    formatNumber(validationLoss),
    headline(run),
    run.createdAt.slice(0, 16).replace('T', ' '),
  ];
}

function objectOf(columns: readonly string[], row: readonly FieldCell[]): Record<string, FieldCell> {
  return Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null]));
}

function inWords(cell: FieldCell): string {
  if (Array.isArray(cell)) return cell.join(', ') || '–';
  return typeof cell === 'number' ? formatNumber(cell) : String(cell ?? '–');
}
