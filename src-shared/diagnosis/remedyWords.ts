import type { RemedyOf } from '../runs/remedyOf';
import { conditionOf } from '.';
import { findingKindSchema } from './finding';

/** What a run is to mend: `Learning rate 0.001, for “The learning rate is too high” of run 2nb…`. */
export function describeRemedy({ runId, kind, layer, title }: RemedyOf): string {
  const known = findingKindSchema.safeParse(kind);
  const named = known.success ? conditionOf(known.data).title : kind;
  return `${title}, for “${named}”${layer === null ? '' : ` (${layer})`} of run ${runId}`;
}
