import { resolve } from 'node:path';
import { AppError } from '@shared/errors';
import type { EngineClient } from '../../../processes/engineClient';
import { checkSource, type Checked } from '../../experiment/checking';
import { exitCodes } from '../../exitCodes';
import { print, printJson, printProblem } from '../../output/output';
import { withEngine, type CommonOptions } from '../../session/session';

/** Checks a file as the engine would before training it, its data included. @returns the exit code */
export function validate(file: string, options: CommonOptions): Promise<number> {
  const path = resolve(file);
  return withEngine(options, async ({ client }) => {
    const { problems, remarks } = await check(client, path);
    const valid = problems.every(({ severity }) => severity !== 'error');
    for (const { severity, error } of problems) printProblem(severity, error);
    if (!options.json) for (const remark of remarks) print(remark);
    if (options.json) {
      printJson({
        valid,
        remarks,
        problems: problems.map(({ severity, layer, error }) => ({ severity, layer, ...error })),
      });
    } else print(valid ? `${path} is valid` : `${path} is not valid`);
    return valid ? exitCodes.ok : exitCodes.failed;
  });
}

/** @throws AppError for what has nothing to do with the file, such as a full disk */
async function check(client: EngineClient, path: string): Promise<Checked> {
  try {
    const { experiment } = await client.files.openExperiment({ path });
    return await checkSource(client, { file: path, experiment, settings: [] });
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (!isAboutFile(error)) throw error;
    return { problems: [{ severity: 'error', layer: null, error: error.toData() }], remarks: [] };
  }
}

/** Whether the file, or the data that it names, is not as it has to be. */
function isAboutFile({ code }: AppError): boolean {
  return code.startsWith('bad') || code === 'notFound';
}
