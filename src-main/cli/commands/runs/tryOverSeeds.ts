import { applyEdits } from '@shared/diagnosis/edits';
import type { Remedy } from '@shared/diagnosis/found';
import { remedyOutcome, type RemedyOutcome } from '@shared/diagnosis/outcome';
import { describeLosses, describeOutcome } from '@shared/diagnosis/remedyWords';
import type { TrainedRun } from '@shared/runs/imported/trained';
import type { RemedyOf } from '@shared/runs/remedyOf';
import type { RunSummary } from '@shared/runs/run';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { exitCodes } from '../../exitCodes';
import { print, printJson } from '../../output/output';
import { followRun } from '../../training/follow';
import { followAll, withSeeds } from '../../training/trainSeeds';

interface SeedOutcome extends RemedyOutcome {
  readonly seed: number;
  readonly runs: { readonly before: string; readonly after: string };
}

/** Trains with each of the seeds the run as it was and with the remedy, and says what that did. @returns the exit code */
export async function tryOverSeeds(
  client: EngineClient,
  run: TrainedRun,
  { remedy, remedyOf }: { readonly remedy: Remedy; readonly remedyOf: RemedyOf },
  seeds: readonly number[],
  json: boolean,
): Promise<number> {
  const [asItWas, mended] = [run.experiment, applyEdits(run.experiment, remedy.edits)];
  const before = await client.runs.start({ experiments: withSeeds(asItWas, seeds) });
  const after = await client.runs.start({ experiments: withSeeds(mended, seeds), remedyOf });
  const runIds = [...before.runIds, ...after.runIds];
  onEndSignal(() => {
    for (const runId of runIds) void client.runs.stop({ runId }).catch(() => undefined);
  });
  const ended = json
    ? await Promise.all(runIds.map((runId) => followRun(client, runId, () => undefined)))
    : await followAll(client, runIds, false);
  const outcomes = await Promise.all(
    seeds.map((seed, place) =>
      outcomeOf(client, remedyOf, { seed, before: ended[place], after: ended[seeds.length + place] }),
    ),
  );
  const summary = { gone: outcomes.every(({ gone }) => gone), validationLoss: meanLosses(outcomes) };
  if (json) printJson({ remedyOf, edits: remedy.edits, ...summary, seeds: outcomes });
  else tell(remedyOf, outcomes);
  const isDone = ended.slice(seeds.length).every(({ state }) => state === 'completed');
  return isDone ? exitCodes.ok : exitCodes.failed;
}

async function outcomeOf(
  client: EngineClient,
  remedyOf: RemedyOf,
  { seed, before, after }: { seed: number; before: RunSummary | undefined; after: RunSummary | undefined },
): Promise<SeedOutcome> {
  if (before === undefined || after === undefined) throw new Error('a seed has no run');
  const findings = await client.runs.findings({ runId: after.id });
  const outcome = remedyOutcome(remedyOf, before, after, findings);
  return { seed, runs: { before: before.id, after: after.id }, ...outcome };
}

/** Over the seeds that ended with a loss both times. */
function meanLosses(outcomes: readonly SeedOutcome[]): RemedyOutcome['validationLoss'] {
  const pairs = outcomes.flatMap(({ validationLoss: { before, after } }) =>
    before === null || after === null ? [] : [{ before, after }],
  );
  const mean = (side: 'before' | 'after') =>
    pairs.length === 0 ? null : pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  return { before: mean('before'), after: mean('after') };
}

function tell({ kind, title }: RemedyOf, outcomes: readonly SeedOutcome[]): void {
  print(`${title}:`);
  for (const outcome of outcomes) print(`  seed ${outcome.seed}: ${describeOutcome(kind, outcome)}`);
  const smaller = outcomes.filter(
    ({ validationLoss: { before, after } }) => after !== null && (before === null || after < before),
  );
  const gone = outcomes.filter((each) => each.gone);
  print(
    `  gone with ${gone.length} of ${outcomes.length} seeds, a smaller validation loss with ${smaller.length}`,
  );
  print(`  in the mean ${describeLosses(meanLosses(outcomes))}`);
}
