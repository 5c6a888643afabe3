import { isLeftOutUnsaid } from '../roles';
import { columnRemedy, type FindingRule, type Found, leaveOut } from './rule';

/** Columns without any value: left out by themselves, and refused where something is said of them. */
export const emptyColumn: FindingRule = {
  name: 'emptyColumn',
  find: ({ columns, features, spec, isWhole }) => [
    ...columns
      .filter(({ scan }) => scan.isEmpty && isLeftOutUnsaid(spec, scan))
      .map(({ name, scan }): Found => ({
        severity: 'note',
        message: scan.leftOutBecause ?? '',
        columns: [name],
        lines: [],
        remedies: [columnRemedy(`Say that “${name}” is left out`, name, 'role', 'ignore')],
      })),
    ...features
      .filter(({ scan }) => isWhole && scan.isEmpty)
      .map(({ name }): Found => ({
        severity: 'error',
        message: `Column “${name}” has no value in any row, so there is nothing to learn from it.`,
        columns: [name],
        lines: [],
        remedies: [leaveOut(name)],
      })),
  ],
};
