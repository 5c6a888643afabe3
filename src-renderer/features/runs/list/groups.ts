import type { FieldCell, RunGroups } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import { isRepetition } from '@shared/runs/configuration/differences';
import { tableCsv } from '@shared/runs/tableCsv';
import { formatCount, shortName } from '../../../shared/format';
import { formatCell } from '../grid/cells/cells';

type Group = RunGroups[number];

/** A row of the table: a run, or runs that were put together. */
export type RunItem =
  | { readonly kind: 'run'; readonly key: string; readonly id: RunId }
  | { readonly kind: 'group'; readonly key: string; readonly group: Group };

/** Groups, and behind each that is open its runs. */
export function itemsOf(groups: readonly Group[], open: ReadonlySet<string>): RunItem[] {
  return groups.flatMap((group) => {
    const key = JSON.stringify(group.key);
    const head: RunItem = { kind: 'group', key, group };
    return open.has(key) ? [head, ...itemsOfRuns(group.runIds)] : [head];
  });
}

export function itemsOfRuns(ids: readonly RunId[]): RunItem[] {
  return ids.map((id) => ({ kind: 'run', key: id, id }));
}

/** What a group has in a column that is told of it: the mean ± standard deviation, or what all have. */
export function summaryOf({ cells, runIds }: Group, place: number, name: string) {
  const cell = cells[place];
  if (cell === undefined || cell.count === 0) return { text: '–', help: 'No run has a value' };
  const { mean, deviation, value, count } = cell;
  const help = count === runIds.length ? 'All runs have a value' : `${formatCount(count)} runs have a value`;
  if (mean === null) return { text: value === null ? 'various' : formatCell(value, name), help };
  if (value !== null) return { text: formatCell(value, name), help };
  const spread = deviation === null ? '' : ` ± ${formatCell(deviation, name)}`;
  return { text: formatCell(mean, name) + spread, help: `Mean${spread && ' ± standard deviation'}. ${help}` };
}

/**
 * A row a group: what its runs share, how many they are, and of each column the mean or the common value; of numbers the
 * standard deviation beside it.
 * @param told the columns that the groups' cells are of
 */
export function csvOfGroups(
  groups: readonly Group[],
  by: readonly string[],
  told: readonly string[],
  columns: readonly string[],
): string {
  const places = columns.flatMap((name) => (told.includes(name) ? [told.indexOf(name)] : []));
  const numeric = places.filter((place) => groups.some(({ cells }) => (cells[place]?.mean ?? null) !== null));
  const isNumeric = (place: number) => numeric.includes(place);
  const heading = places.flatMap((place) => {
    const name = told[place] ?? '';
    return isNumeric(place) ? [name, `${name}.deviation`] : [name];
  });
  const rows = groups.map(({ key, runIds, cells }) => [
    ...key,
    runIds.length,
    ...places.flatMap((place) => {
      const { mean = null, value = null, deviation = null } = cells[place] ?? {};
      return isNumeric(place) ? [mean, deviation] : [value];
    }),
  ]);
  return tableCsv([...by, 'runs', ...heading], rows);
}

/**
 * What a group is called: by what its runs share; a configuration by what sets it apart from the others.
 * @param told the columns that the groups' cells are of
 * @param apart those of them that tell configurations apart
 */
export function groupLabels(
  groups: readonly Group[],
  by: readonly string[],
  told: readonly string[],
  apart: readonly string[],
): ReadonlyMap<Group, string> {
  const differing = apart.filter((path) => !isRepetition(path) && isVarious(groups, told.indexOf(path)));
  const named = (name: string, value: FieldCell) => `${shortName(name)} ${formatCell(value, name)}`;
  const labelOf = (group: Group) =>
    by.flatMap((name, place) => {
      if (name !== 'configuration') return [named(name, group.key[place] ?? null)];
      const parts = differing.map((path) => named(path, group.cells[told.indexOf(path)]?.value ?? null));
      return parts.length > 0 ? parts : ['the only configuration'];
    });
  return new Map(groups.map((group) => [group, labelOf(group).join(', ')]));
}

function isVarious(groups: readonly Group[], place: number): boolean {
  const values = groups.map(({ cells }) => JSON.stringify(cells[place]?.value ?? null));
  return new Set(values).size > 1;
}
