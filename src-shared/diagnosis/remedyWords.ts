import { formatNumber } from '../format';
import type { RemedyOf } from '../runs/remedyOf';
import { conditionOf } from '.';
import { findingKindSchema } from './finding';
import type { RemedyOutcome } from './outcome';

/** What a run is to mend: `Learning rate 0.001, for “The learning rate is too high” of run 2nb…`. */
export function describeRemedy({ runId, kind, layer, title }: RemedyOf): string {
  return `${title}, for “${titleOf(kind)}”${layer === null ? '' : ` (${layer})`} of run ${runId}`;
}

/** What it did: `“The learning rate is too high” is gone; validation loss 0.69 → 0.12`. */
export function describeOutcome(kind: string, { gone, validationLoss }: RemedyOutcome): string {
  return `“${titleOf(kind)}” is ${gone ? 'gone' : 'still there'}; ${describeLosses(validationLoss)}`;
}

export function describeLosses({ before, after }: RemedyOutcome['validationLoss']): string {
  return `validation loss ${writtenLoss(before)} → ${writtenLoss(after)}`;
}

/** A run may have been made by a Layerlab that knows other conditions. */
function titleOf(kind: string): string {
  const known = findingKindSchema.safeParse(kind);
  return known.success ? conditionOf(known.data).title : kind;
}

const writtenLoss = (loss: number | null) => (loss === null ? 'not a number' : formatNumber(loss));
