import { plural } from '../../readers/files';
import type { FindingRule } from './rule';

const edit = (value: string) => ({ path: ['dataset', 'repeatedHeader'], value });
const leaveOut = { label: 'Leave these rows out', edit: edit('leaveOut') };
const keep = { label: 'They are rows like others', edit: edit('keep') };

/** The names of the columns once more among the rows: files that were put one behind the other. */
export const repeatedHeader: FindingRule = {
  name: 'repeatedHeader',
  find({ table: { repeatedHeader }, spec }) {
    const lines = repeatedHeader?.lines ?? [];
    const [first] = lines;
    if (first === undefined || spec.kind === 'parquet') return [];
    const policy = spec.repeatedHeader;
    const stands = `The names of the columns stand once more in ${plural(lines.length, 'row')}`;
    return [
      {
        severity: policy === undefined ? ('error' as const) : ('note' as const),
        message:
          policy === 'leaveOut'
            ? `${stands}, which ${lines.length === 1 ? 'is' : 'are'} left out.`
            : policy === 'keep'
              ? `${stands}, which ${lines.length === 1 ? 'is' : 'are'} taken for data.`
              : `${stands}, as where files were put one behind the other.`,
        columns: [],
        lines: lines.slice(0, 5),
        remedies: policy === 'leaveOut' ? [keep] : policy === 'keep' ? [leaveOut] : [leaveOut, keep],
      },
    ];
  },
};
