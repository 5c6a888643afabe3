import { namesAmongRows, repeatedHeaderNote } from '../notes';
import type { FindingRule } from './rule';

const edit = (value: string) => ({ path: ['dataset', 'repeatedHeader'], value });
const leaveOut = { label: 'Leave these rows out', edit: edit('leaveOut') };
const keep = { label: 'They are rows like others', edit: edit('keep') };

/** The names of the columns once more among the rows: files that were put one behind the other. */
export const repeatedHeader: FindingRule = {
  name: 'repeatedHeader',
  find({ table, spec }) {
    const lines = table.repeatedHeader?.lines ?? [];
    const [first] = lines;
    if (first === undefined || spec.kind === 'parquet') return [];
    const policy = spec.repeatedHeader;
    return [
      {
        severity: policy === undefined ? ('error' as const) : ('note' as const),
        message:
          repeatedHeaderNote(spec, table) ??
          `${namesAmongRows(lines)}, as where files were put one behind the other.`,
        columns: [],
        lines: lines.slice(0, 5),
        remedies: policy === 'leaveOut' ? [keep] : policy === 'keep' ? [leaveOut] : [leaveOut, keep],
      },
    ];
  },
};
