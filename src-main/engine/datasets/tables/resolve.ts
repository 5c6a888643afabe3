import type { TableColumn } from '@shared/data/tables/columns';
import type { ColumnScan } from './columnScan';
import { datePartsOf } from './examples/replacement';
import { textOfKey } from './text/records';
import type { TableSpec } from '@shared/data/catalogue';
import type { TableRoles } from './roles';
import type { OpenedTable } from './opened';

function resolvedColumn(
  scan: ColumnScan,
  own: TableColumn | undefined,
  isUsed: boolean,
  isTarget: boolean,
  missing: ReadonlySet<string>,
): TableColumn {
  const words = scan.missingWords;
  const differs = [...missing].some((word) => !words.has(word) && scan.doubtfulWords.includes(word));
  const isClassOfNumbers = isTarget && scan.type === 'number' && scan.numericClasses !== null;
  const type = own?.type ?? (isClassOfNumbers ? 'category' : scan.type);
  return {
    ...own,
    ...(own?.role === undefined && !isUsed ? { role: 'ignore' as const } : {}),
    type,
    ...(differs && own?.missingWords === undefined ? { missingWords: [...words].map(textOfKey) } : {}),
    ...(type === 'date'
      ? { parts: [...datePartsOf(scan, own)], dateOrder: own?.dateOrder ?? scan.dates.order }
      : {}),
  };
}

/**
 * The specification with everything said that was to be guessed, as it goes into a run: the table will be read in the same
 * way again, whatever later versions would guess.
 */
export function resolvedSpec(
  spec: TableSpec,
  table: OpenedTable,
  columns: readonly ColumnScan[],
  roles: TableRoles,
): TableSpec {
  const missing = new Set(columns.flatMap((scan) => [...scan.missingWords]));
  const used = new Set([roles.target, roles.group, roles.split, roles.time, ...roles.features]);
  const ignored = new Set(spec.ignore);
  const resolved = columns.map((scan, index) => {
    const isUsed = used.has(index) || ignored.has(scan.name);
    return [
      scan.name,
      resolvedColumn(scan, spec.columns[scan.name], isUsed, index === roles.target, missing),
    ] as const;
  });
  const isTargetSaid = resolved.some(([, { role }]) => role === 'target');
  return {
    ...spec,
    ...table.format,
    ...(isTargetSaid ? {} : { target: columns[roles.target]?.name }),
    missing: spec.missing === 'auto' ? [...missing].map(textOfKey) : spec.missing,
    columns: Object.fromEntries(resolved),
  };
}
