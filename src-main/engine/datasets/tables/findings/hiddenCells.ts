import { hiddenNotes } from '../notes';
import { type FindingRule, leaveOut } from './rule';

const rowsRemedy = (label: string, value: string) => ({
  label,
  edit: { path: ['dataset', 'hiddenRows'], value },
});

/** Rows and columns that a spreadsheet does not show and the table has. */
export const hiddenCells: FindingRule = {
  name: 'hiddenCells',
  find({ table, spec, target }) {
    const { rows, columns } = table.hidden ?? { rows: 0, columns: [] };
    const messages = hiddenNotes(spec, table);
    if (messages.length === 0 || spec.kind !== 'xlsx') return [];
    const ofRows =
      rows === 0
        ? []
        : spec.hiddenRows === 'leaveOut'
          ? [rowsRemedy('Read the hidden rows', 'read')]
          : [rowsRemedy('Leave the hidden rows out', 'leaveOut')];
    const read = columns.filter((name) => spec.columns[name]?.role !== 'ignore' && name !== target.name);
    return [
      {
        severity: 'warning' as const,
        message: messages.join(' '),
        columns: [...columns],
        lines: [],
        remedies: [...ofRows, ...read.map(leaveOut)],
      },
    ];
  },
};
