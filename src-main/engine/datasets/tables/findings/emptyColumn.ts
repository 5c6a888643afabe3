import { columnRemedy, type FindingRule } from './rule';

/** Columns without any value are left out by themselves. */
export const emptyColumn: FindingRule = {
  name: 'emptyColumn',
  find: ({ columns, spec }) =>
    columns
      .filter(
        ({ scan, name }) =>
          scan.isEmpty && spec.columns[name]?.role === undefined && !spec.ignore?.includes(name),
      )
      .map(({ name }) => ({
        severity: 'note',
        message: `Column “${name}” has no value in any row and is left out.`,
        columns: [name],
        lines: [],
        remedies: [columnRemedy(`Say that “${name}” is left out`, name, 'role', 'ignore')],
      })),
};
