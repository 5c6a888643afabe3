import { applyEdits } from '@shared/diagnosis/edits';
import type { Finding } from '@shared/diagnosis/finding';
import type { Remedy } from '@shared/diagnosis/found';
import { isAmong, remedyOutcome } from '@shared/diagnosis/outcome';
import { describeOutcome } from '@shared/diagnosis/remedyWords';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { requireTrained, type TrainedRun } from '@shared/runs/imported/trained';
import { activeStates } from '@shared/runs/run';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { exitCodes } from '../../exitCodes';
import { findRun } from '../../findRun';
import { describeChecks, describeFindings } from '../../output/findingsText';
import { print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { followAlone } from '../../training/follow';
import { tryOverSeeds } from './tryOverSeeds';
import { UsageError } from '../../usageError';

export interface DoctorOptions extends CommonOptions {
  /** Which remedy is to be tried, from 1, as they are listed. */
  readonly try?: number;
  /** With which seeds, the run as it was beside it; with its own alone where absent. */
  readonly seeds?: readonly number[];
}

/** Says what goes wrong in a run, or tries a remedy of it. @returns the exit code */
export function doctor(name: string, options: DoctorOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    if (options.seeds !== undefined && options.try === undefined) {
      throw new UsageError('Seeds are for trying a remedy, and none is chosen', {
        where: '--seeds',
        remedy: 'Say which with --try.',
      });
    }
    const runId = await findRun(client, name);
    const findings = await client.runs.findings({ runId });
    if (options.try !== undefined) {
      const run = requireTrained(await client.runs.get({ runId }));
      return tryRemedy(client, run, remedyAt(findings, options.try, runId), options);
    }
    if (options.json) printJson({ findings });
    else {
      print(await describe(client, runId, findings));
      const checks = await client.runs.startChecks({ runId });
      if (checks.length > 0) print(`\n${describeChecks(checks)}`);
    }
    return exitCodes.ok;
  });
}

async function describe(client: EngineClient, runId: RunId, findings: readonly Finding[]): Promise<string> {
  const observations = findings.length > 0 ? [] : await client.runs.observations({ runId });
  if (findings.length === 0 && observations.length === 0)
    return 'This run was not observed: nothing can be said of it.';
  return describeFindings(findings);
}

interface Chosen {
  readonly finding: Finding;
  readonly remedy: Remedy;
}

/** @throws AppError where there are fewer */
function remedyAt(findings: readonly Finding[], number: number, runId: RunId): Chosen {
  const all = findings.flatMap((finding) => finding.remedies.map((remedy) => ({ finding, remedy })));
  const chosen = all[number - 1];
  if (chosen !== undefined) return chosen;
  const where = `--try ${number}`;
  if (all.length === 0) {
    throw new AppError('badArgument', 'The doctor has no remedy for this run', {
      where,
      remedy: `See "layerlab doctor ${runId}" for what it says.`,
    });
  }
  const count = all.length === 1 ? 'one remedy' : `${all.length} remedies`;
  throw new AppError('badArgument', `The run has ${count}, and none of number ${number}`, {
    where,
    remedy: `See "layerlab doctor ${runId}" for them.`,
  });
}

/** Trains the run anew with one remedy and the same seed, and says what became of it. */
async function tryRemedy(
  client: EngineClient,
  run: TrainedRun,
  { finding, remedy }: Chosen,
  { seeds, json = false }: DoctorOptions,
): Promise<number> {
  if (activeStates.includes(run.state)) {
    throw new AppError('notAllowedNow', `The run is ${run.state}: what a remedy does shows beside its end.`, {
      where: run.id,
      remedy: 'Wait until it has ended, or stop it.',
    });
  }
  const { kind, layer } = finding;
  const remedyOf = { runId: run.id, kind, layer, title: remedy.title };
  if (seeds !== undefined) return tryOverSeeds(client, run, { remedy, remedyOf }, seeds, json);
  const experiment = applyEdits(run.experiment, remedy.edits);
  const { runId } = await client.runs.start({ experiment, remedyOf });
  onEndSignal(() => void client.runs.stop({ runId }).catch(() => undefined));
  const tried = await followAlone(client, runId, json ? () => undefined : undefined);
  const after = await client.runs.findings({ runId });
  const outcome = remedyOutcome({ run, isFound: true }, { run: tried, isFound: isAmong(after, remedyOf) });
  if (json) {
    printJson({
      runId,
      state: tried.state,
      remedyOf,
      edits: remedy.edits,
      ...outcome,
      findings: after,
    });
  } else {
    print(`${remedy.title}: run ${runId} (${tried.name})`);
    print(`  ${describeOutcome(kind, outcome)}`);
    print(describeFindings(after));
  }
  return tried.state === 'completed' ? exitCodes.ok : exitCodes.failed;
}
