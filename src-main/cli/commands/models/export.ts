import { resolve } from 'node:path';
import type { ExportResult } from '@shared/contract/exports';
import {
  exportFormat,
  type ExportFormatKind,
  exportFormats,
  type ExportSettings,
  optionNames,
} from '@shared/exporting/catalogue';
import { formatNumber } from '@shared/format';
import type { CheckpointName } from '@shared/runs/run';
import { describeWeights } from '@shared/runs/weightsWords';
import { exitCodes } from '../../exitCodes';
import { findRun } from '../../findRun';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { reportRows } from '../../output/parityRows';
import { UsageError } from '../../usageError';

export interface ExportCommandOptions extends CommonOptions {
  readonly format: ExportFormatKind;
  readonly out: string;
  readonly checkpoint: CheckpointName;
  /** Those of the formats, as far as they were given. */
  readonly [option: string]: unknown;
}

/** Exports a run and prints how the file's outputs compare with the trainer's. @returns the exit code */
export function exportRun(name: string, options: ExportCommandOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const runId = await findRun(client, name);
    const result = await client.exports.create({
      ...givenSettings(options),
      runId,
      checkpoint: options.checkpoint,
      path: resolve(options.out),
    });
    if (options.json) printJson(result);
    else print(describeExport(result));
    return result.path === null ? exitCodes.failed : exitCodes.ok;
  });
}

/** @throws AppError where an option of another format was given */
function givenSettings(options: ExportCommandOptions): ExportSettings {
  const { format } = options;
  const given = exportFormats.flatMap(({ kind }) => optionNames(kind)).filter((name) => name in options);
  const foreign = given.find((name) => !optionNames(format).includes(name));
  if (foreign === undefined) {
    return { format, ...Object.fromEntries(given.map((name) => [name, options[name]])) } as ExportSettings;
  }
  const { title } = exportFormat(format);
  throw new UsageError(`${title} files have no option "${foreign}"`, {
    where: `--${foreign}`,
    remedy: 'Leave it out, or choose another --format.',
  });
}

function describeExport(result: ExportResult): string {
  return formatTable([
    [
      'file',
      result.path ??
        `not handed out: its outputs differ from the trainer’s; kept as ${result.asidePath ?? ''}`,
    ],
    ...result.besidePaths.map((path) => ['beside it', path]),
    ...(result.weights === null
      ? []
      : [['weights', `${result.checkpoint}: ${describeWeights(result.weights)}`]]),
    ...(result.proof === null ? [] : [['proof', result.proof.summary]]),
    ...(result.report === null ? [] : reportRows(result.report)),
    ...optionNames(result.format).map((name) => [name, String(Reflect.get(result, name))]),
    ['size', `${formatNumber(result.bytes)} bytes`],
    ['SHA-256', result.sha256],
    ['report', result.reportPath],
  ]);
}
