import { stat } from 'node:fs/promises';
import type { ColumnRole } from '@shared/data/tables/columns';
import { rowsLookedAt, type TableLook, type TableLookColumn } from '@shared/data/tables/look';
import { AppError } from '@shared/errors';
import { requireAbsolutePaths } from '../readers/absolutePaths';
import { findingsIn } from './findings';
import { lookAt, type LookedAt, type LookedAtColumn } from './firstRows/look';
import { takeRows, type TakenRows } from './firstRows/taking';
import { textOfKey } from './text/records';
import type { TableSpec } from '@shared/data/catalogue';

const cellsLookedAt = 60_000;
const rowsShown = 50;
const bars = 12;

function missingCodes({ keys, scan }: LookedAtColumn): ReadonlySet<number> {
  const words = scan.missingWords;
  return new Set(keys.flatMap((key, code) => (words.has(key) ? [code] : [])));
}

/** Numbers in parts of the same width; of one value there is one part. */
function ofNumbers(numbers: Float64Array): TableLookColumn['distribution'] {
  let [from, to] = [Infinity, -Infinity];
  for (const value of numbers) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (from > to) return { kind: 'words', words: [] };
  const parts = from === to ? 1 : bars;
  const counts = Array.from({ length: parts }, () => 0);
  for (const value of numbers) {
    if (Number.isNaN(value)) continue;
    const part = from === to ? 0 : Math.min(parts - 1, Math.floor(((value - from) / (to - from)) * parts));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return { kind: 'numbers', from, to, counts };
}

function ofWords(
  { keys, codes }: LookedAtColumn,
  missing: ReadonlySet<number>,
): TableLookColumn['distribution'] {
  const counts = new Int32Array(keys.length);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  const words = keys.flatMap((key, code) =>
    missing.has(code) ? [] : [{ word: textOfKey(key), count: counts[code] ?? 0 }],
  );
  return { kind: 'words', words: words.sort((a, b) => b.count - a.count).slice(0, bars) };
}

function lookColumn(column: LookedAtColumn, role: ColumnRole): TableLookColumn {
  const { name, scan } = column;
  const missing = missingCodes(column);
  return {
    name,
    role,
    type: scan.type,
    missing: scan.missingCount,
    distinct: column.distinct - missing.size,
    distribution: scan.type === 'number' ? ofNumbers(column.numbers) : ofWords(column, missing),
  };
}

function roleOf(index: number, { roles }: LookedAt): ColumnRole {
  if (index === roles.target) return 'target';
  if (roles.features.includes(index)) return 'feature';
  return (['group', 'split', 'time'] as const).find((role) => roles[role] === index) ?? 'ignore';
}

/** Roles as they are said, where they contradict each other or say too little. */
function saidRole(name: string, { target, ignore, columns }: TableSpec): ColumnRole {
  return columns[name]?.role ?? (name === target ? 'target' : ignore?.includes(name) ? 'ignore' : 'feature');
}

/** The rows with their roles; or why they can have none. */
function judged(spec: TableSpec, taken: TakenRows): LookedAt | AppError {
  try {
    return lookAt(spec, taken, null);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/**
 * A look at the beginning of a table, also of one that could not be trained on: what is wrong with it stands beside it.
 * Takes a bounded time, whatever the file's size.
 * @throws AppError `badDataset` where the file is no table at all.
 */
export async function quickLook(spec: TableSpec, signal?: AbortSignal): Promise<TableLook> {
  requireAbsolutePaths(spec);
  const taken = await takeRows(spec, rowsLookedAt, cellsLookedAt, signal);
  const { table, columns, rows, isWhole, problem } = taken;
  const found = judged(spec, taken);
  const isJudged = !(found instanceof AppError);
  return {
    bytes: (await stat(spec.path)).size,
    format: {
      ...table.format,
      missing: [...new Set(columns.flatMap(({ scan }) => [...scan.missingWords]))]
        .filter((word) => word !== '')
        .map(textOfKey),
    },
    columns: columns.map((column, index) =>
      lookColumn(column, isJudged ? roleOf(index, found) : saidRole(column.name, spec)),
    ),
    rows: (await table.first(rowsShown)).map(({ line, cells }) => ({ line, cells: [...cells] })),
    unit: table.unit,
    sheets: table.sheets?.slice() ?? [],
    rowsSeen: rows,
    isWhole,
    findings: isJudged && rows > 0 ? findingsIn(found) : [],
    problem: problem?.toData() ?? (isJudged ? null : found.toData()),
  };
}
