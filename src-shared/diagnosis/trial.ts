import type { Experiment } from '../experiment/experiment';
import { withSeeds } from '../experiment/seeds';
import type { RunId } from '../ids';
import { remedyName } from '../runs/names';
import type { RemedyOf } from '../runs/remedyOf';
import { applyEdits } from './edits';
import type { Remedy } from './found';
import type { RemedyOutcome } from './outcome';

/** What a remedy did with one seed, and to which runs. */
export interface SeedOutcome extends RemedyOutcome {
  readonly seed: number;
  readonly runs: { readonly before: RunId; readonly after: RunId };
}

/** What came of a remedy over all seeds: of those that had what it is for, and each side's loss over those that have one. */
export interface TrialSummary {
  /** Null where none of them had it, or nobody can say. */
  readonly gone: boolean | null;
  readonly goneWith: { readonly had: number; readonly gone: number };
  readonly validationLoss: RemedyOutcome['validationLoss'];
  readonly seedsWithLoss: { readonly before: number; readonly after: number };
}

/** Seeds that a remedy is tried over where more than one is wanted: the experiment's own, and those that follow it. */
export function trialSeeds({ training }: Experiment, count = 5): number[] {
  return Array.from({ length: count }, (_, place) => training.seed + place);
}

/** The runs of such a trial as they are started, all at once: those as the experiment was, then those with the remedy. */
export function trialOf(
  experiment: Experiment,
  { remedy, remedyOf }: { readonly remedy: Remedy; readonly remedyOf: RemedyOf },
  seeds: readonly number[],
): { experiments: Experiment[]; remediesOf: (RemedyOf | null)[] } {
  const mended = { ...applyEdits(experiment, remedy.edits), name: remedyName(experiment.name) };
  return {
    experiments: [...withSeeds(experiment, seeds), ...withSeeds(mended, seeds)],
    remediesOf: [...seeds.map(() => null), ...seeds.map(() => remedyOf)],
  };
}

export function trialSummary(outcomes: readonly RemedyOutcome[]): TrialSummary {
  const had = outcomes.filter(({ gone }) => gone !== null);
  const lossesOf = (side: 'before' | 'after') =>
    outcomes.flatMap(({ validationLoss }) => validationLoss[side] ?? []);
  const losses = { before: lossesOf('before'), after: lossesOf('after') };
  return {
    gone: had.length === 0 ? null : had.every(({ gone }) => gone),
    goneWith: { had: had.length, gone: had.filter(({ gone }) => gone).length },
    validationLoss: { before: meanOf(losses.before), after: meanOf(losses.after) },
    seedsWithLoss: { before: losses.before.length, after: losses.after.length },
  };
}

function meanOf(losses: readonly number[]): number | null {
  return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
