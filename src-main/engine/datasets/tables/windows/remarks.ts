import type { Windows } from '@shared/data/tables/windows';
import { plural } from '../../readers/files';
import type { Ordered } from './order';
import type { Series } from './series';

/** What a person should know of the rows, in sentences. */
export function seriesRemarks(
  { isHole, table: { unit }, lines }: Series,
  { order, isSorted, gaps }: Ordered,
  { gaps: policy }: Windows,
  time: string | null,
): string[] {
  const holes = isHole.reduce((sum, each) => sum + each, 0);
  const first = lines[order[gaps[0] ?? 0] ?? 0] ?? 0;
  const seam = `${plural(gaps.length, 'gap')} in time, the first before ${unit} ${first}`;
  return [
    ...(time === null
      ? ['The order of the rows in the file is taken for their order in time: no column has the role time.']
      : []),
    ...(isSorted ? [`The rows are sorted by “${time ?? ''}”; the file has them in another order.`] : []),
    ...(gaps.length === 0
      ? []
      : [
          policy === 'break'
            ? `${seam}: no window reaches over one.`
            : `${seam}: rows on both sides count as neighbors.`,
        ]),
    ...(holes === 0
      ? []
      : [
          `${plural(holes, 'row')} ${holes === 1 ? 'lacks' : 'lack'} a value: no window reaches over ${holes === 1 ? 'it' : 'them'}.`,
        ]),
  ];
}
