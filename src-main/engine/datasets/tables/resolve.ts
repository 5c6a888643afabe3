import { type ColumnRole, type TableColumn, unmeantOption } from '@shared/data/tables/columns';
import type { ColumnScan } from './columnScan';
import { datePartsOf } from './examples/replacement';
import { textOfKey } from './text/records';
import type { TableSpec } from '@shared/data/catalogue';
import type { TableRoles } from './roles';
import type { OpenedTable } from './opened';

/** What a column is used for, whether or not that is said. */
function roleOf(column: number, roles: TableRoles): ColumnRole {
  const single = (['target', 'group', 'split', 'time'] as const).find((role) => roles[role] === column);
  return single ?? (roles.features.includes(column) ? 'feature' : 'ignore');
}

/** What was guessed of how dates are read, as far as it means something: what does not is refused when it is read again. */
function resolvedDates(scan: ColumnScan, own: TableColumn | undefined, role: ColumnRole): TableColumn {
  const isMeant = (option: 'parts' | 'dateOrder') => unmeantOption(option, { type: 'date', role }) === null;
  return {
    ...(isMeant('parts') ? { parts: [...datePartsOf(scan, own)] } : {}),
    ...(isMeant('dateOrder') ? { dateOrder: own?.dateOrder ?? scan.dates.order } : {}),
  };
}

function resolvedColumn(
  scan: ColumnScan,
  own: TableColumn | undefined,
  isUsed: boolean,
  role: ColumnRole,
  missing: ReadonlySet<string>,
): TableColumn {
  const words = scan.missingWords;
  const differs = [...missing].some((word) => !words.has(word) && scan.doubtfulWords.includes(word));
  const isClassOfNumbers = role === 'target' && scan.type === 'number' && scan.likelyClasses !== null;
  const type = own?.type ?? (isClassOfNumbers ? 'category' : scan.type);
  return {
    ...own,
    ...(own?.role === undefined && !isUsed ? { role: 'ignore' as const } : {}),
    type,
    ...(differs && own?.missingWords === undefined ? { missingWords: [...words].map(textOfKey) } : {}),
    ...(type === 'date' ? resolvedDates(scan, own, role) : {}),
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
  const ignored = new Set(spec.ignore);
  const resolved = columns.map((scan, index) => {
    const role = roleOf(index, roles);
    const isUsed = role !== 'ignore' || ignored.has(scan.name);
    return [scan.name, resolvedColumn(scan, spec.columns[scan.name], isUsed, role, missing)] as const;
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
