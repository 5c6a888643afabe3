import { resolve } from 'node:path';
import type { Rehearsal } from '@shared/diagnosis/rehearsal/rehearsal';
import { describeGrounds, describeRehearsal } from '@shared/diagnosis/rehearsal/words';
import type { EngineClient } from '../../../processes/engineClient';
import { exitCodes } from '../../exitCodes';
import { describeChecks, describeFindings } from '../../output/findingsText';
import { print, printJson } from '../../output/output';
import { placed, type ExperimentSource } from '../../experiment/places';
import { withEngine, type CommonOptions } from '../../session/session';
import { applySettings, readSettings } from '../../experiment/settings';

export interface RehearseOptions extends CommonOptions {
  readonly set: readonly string[];
}

/** Says whether the net of an experiment file can learn a few examples by heart. @returns the exit code */
export function rehearse(file: string, { set, ...options }: RehearseOptions): Promise<number> {
  return withEngine(options, async ({ client }) => {
    const { path, experiment } = await client.files.openExperiment({ path: resolve(file) });
    const rehearsal = await outcomeOf(client, {
      file: path,
      experiment: applySettings(experiment, set, path),
      settings: readSettings(experiment, set),
    });
    if (options.json) printJson({ type: 'rehearsed', ...rehearsal });
    else report(rehearsal);
    return rehearsal.verdict === 'learned' ? exitCodes.ok : exitCodes.failed;
  });
}

/** @throws AppError with its place in the file, or the setting that is to blame */
async function outcomeOf(client: EngineClient, source: ExperimentSource): Promise<Rehearsal> {
  try {
    for await (const event of await client.runs.rehearse({ experiment: source.experiment })) {
      if (event.type === 'rehearsed') return event.rehearsal;
    }
  } catch (thrown) {
    throw placed(thrown, source);
  }
  throw new Error('a rehearsal had no outcome');
}

function report(rehearsal: Rehearsal): void {
  print(describeRehearsal(rehearsal));
  print(`  ${describeGrounds(rehearsal)}`);
  if (rehearsal.checks.length > 0) print(describeChecks(rehearsal.checks));
  if (rehearsal.verdict === 'learned') return;
  print(
    rehearsal.findings.length === 0
      ? 'What keeps it from learning is not sure.'
      : describeFindings(rehearsal.findings),
  );
}
