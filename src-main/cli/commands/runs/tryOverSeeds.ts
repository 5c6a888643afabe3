import type { Remedy } from '@shared/diagnosis/found';
import { hasSaid, isAmong, remedyOutcome } from '@shared/diagnosis/outcome';
import { describeOutcome, describeTrial } from '@shared/diagnosis/remedyWords';
import { trialOf, trialSummary, type SeedOutcome } from '@shared/diagnosis/trial';
import type { TrainedRun } from '@shared/runs/imported/trained';
import type { RemedyOf } from '@shared/runs/remedyOf';
import type { RunSummary } from '@shared/runs/run';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { exitCodes } from '../../exitCodes';
import { print, printJson } from '../../output/output';
import { followRun } from '../../training/follow';
import { followAll } from '../../training/trainSeeds';

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
  if (json) printJson({ remedyOf, edits: remedy.edits, ...trialSummary(outcomes), seeds: outcomes });
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
  const { runIds } = await client.runs.start(trialOf(experiment, { remedy, remedyOf }, seeds));
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

function tell({ kind, title }: RemedyOf, outcomes: readonly SeedOutcome[]): void {
  print(`${title}:`);
  for (const outcome of outcomes) print(`  seed ${outcome.seed}: ${describeOutcome(kind, outcome)}`);
  for (const line of describeTrial(outcomes)) print(`  ${line}`);
}
