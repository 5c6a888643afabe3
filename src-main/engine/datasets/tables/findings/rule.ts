import type { ExperimentEdit, TableFinding } from '@shared/data/tables/findings';
import type { TableColumn } from '@shared/data/tables/columns';
import type { LookedAt } from '../firstRows/look';

export type Found = Omit<TableFinding, 'rule' | 'unit'>;

/** One thing to look for. */
export interface FindingRule {
  readonly name: string;
  find(table: LookedAt): readonly Found[];
}

const ofColumn = (name: string, field: keyof TableColumn, value: unknown): ExperimentEdit => ({
  path: ['dataset', 'columns', name, field],
  value,
});

/** The change that says something of a column. */
export const columnRemedy = (label: string, name: string, field: keyof TableColumn, value: unknown) => ({
  label,
  edit: ofColumn(name, field, value),
});

export const leaveOut = (name: string) => columnRemedy(`Leave “${name}” out`, name, 'role', 'ignore');
