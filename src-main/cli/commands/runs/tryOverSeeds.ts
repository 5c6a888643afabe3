import { applyEdits } from '@shared/diagnosis/edits';
import type { Remedy } from '@shared/diagnosis/found';
import { hasSaid, isAmong, remedyOutcome, type RemedyOutcome } from '@shared/diagnosis/outcome';
import { describeLosses, describeOutcome } from '@shared/diagnosis/remedyWords';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { remedyName } from '@shared/runs/names';
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
  const runIds = await startBoth(client, run, { remedy, remedyOf }, seeds);
  onEndSignal(() => {
    for (const runId of runIds) void client.runs.stop({ runId }).catch(() => undefined);
  });
  const ended = json
    ? await Promise.all(runIds.map((runId) => followRun(client, runId, () => undefined)))
    : await followAll(client, runIds, false, ({ name }) => name);
  const [before, after] = [ended.slice(0, seeds.length), ended.slice(seeds.length)];
  const outcomes = await Promise.all(
    seeds.map((seed, place) =>
      outcomeOf(client, remedyOf, { seed, before: before[place], after: after[place] }),
    ),
  );
  if (json) printJson({ remedyOf, edits: remedy.edits, ...summaryOf(outcomes), seeds: outcomes });
  else tell(remedyOf, outcomes);
  const isDone =
    before.every(({ state }) => hasSaid(state)) && after.every(({ state }) => state === 'completed');
  return isDone ? exitCodes.ok : exitCodes.failed;
}

/** All at once: where an experiment is refused, none is trained. @returns those as it was, then those with the remedy */
async function startBoth(
  client: EngineClient,
  { experiment }: TrainedRun,
  { remedy, remedyOf }: { readonly remedy: Remedy; readonly remedyOf: RemedyOf },
  seeds: readonly number[],
) {
  const mended = { ...applyEdits(experiment, remedy.edits), name: remedyName(experiment.name) };
  const { runIds } = await client.runs.start({
    experiments: [...withSeeds(experiment, seeds), ...withSeeds(mended, seeds)],
    remediesOf: [...seeds.map(() => null), ...seeds.map(() => remedyOf)],
  });
  return runIds;
}

async function outcomeOf(
  client: EngineClient,
  remedyOf: RemedyOf,
  { seed, before, after }: { seed: number; before: RunSummary | undefined; after: RunSummary | undefined },
): Promise<SeedOutcome> {
  if (before === undefined || after === undefined) throw new Error('a seed has no run');
  const look = async (run: RunSummary) => {
    return { run, isFound: isAmong(await client.runs.findings({ runId: run.id }), remedyOf) };
  };
  const outcome = remedyOutcome(await look(before), await look(after));
  return { seed, runs: { before: before.id, after: after.id }, ...outcome };
}

/** Over all seeds: of those that had what the remedy is for, and each side's loss over those that have one. */
function summaryOf(outcomes: readonly SeedOutcome[]) {
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

function tell({ kind, title }: RemedyOf, outcomes: readonly SeedOutcome[]): void {
  print(`${title}:`);
  for (const outcome of outcomes) print(`  seed ${outcome.seed}: ${describeOutcome(kind, outcome)}`);
  const { goneWith, validationLoss, seedsWithLoss } = summaryOf(outcomes);
  const pairs = outcomes.flatMap(({ validationLoss: { before, after } }) =>
    before === null || after === null ? [] : [after < before],
  );
  const smaller = pairs.filter(Boolean).length;
  const gone =
    goneWith.had === 0
      ? `none of ${outcomes.length} seeds had it`
      : `had it with ${goneWith.had} of ${outcomes.length} seeds, gone with ${goneWith.gone}`;
  const losses = pairs.length === 0 ? '' : `; a smaller validation loss with ${smaller} of ${pairs.length}`;
  print(`  ${gone}${losses}`);
  const counted = (count: number) => ` (${count} ${seedWord(count)})`;
  const counts = { before: counted(seedsWithLoss.before), after: counted(seedsWithLoss.after) };
  print(`  in the mean of those that have one: ${describeLosses(validationLoss, counts)}`);
}

const seedWord = (count: number) => (count === 1 ? 'seed' : 'seeds');
