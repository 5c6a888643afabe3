import type { TableSpec } from '@shared/data/catalogue';
import type { TableRoles } from '../roles';
import { rolesOf } from '../roles';
import { withValues } from '../windows/meaning';
import type { LookedAtColumn, TakenRows } from './taking';

export type { LookedAtColumn } from './taking';

/** The first rows of a table, as they are looked at for findings. */
export interface LookedAt extends Omit<TakenRows, 'problem'> {
  readonly spec: TableSpec;
  readonly roles: TableRoles;
  readonly features: readonly LookedAtColumn[];
  readonly target: LookedAtColumn;
  /** The split of each row, 0 to 2, where each row is an example; else null. */
  readonly splits: Uint8Array | null;
}

/**
 * Gives each column of the rows its role.
 * @param splits the split of each row where every row is an example.
 * @throws AppError `badDataset` where the roles contradict each other.
 */
export function lookAt(spec: TableSpec, taken: TakenRows, splits: Uint8Array | null): LookedAt {
  const { columns } = taken;
  const roles = rolesOf(
    spec,
    columns.map(({ scan }) => scan),
  );
  const target = columns[roles.target];
  if (target === undefined) throw new Error('a table has a target');
  const features = columns.filter((_, index) => roles.features.includes(index));
  return { ...taken, spec: withValues(spec, target.scan), roles, features, target, splits };
}
