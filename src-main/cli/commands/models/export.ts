import { resolve } from 'node:path';
import type { ExportResult } from '@shared/contract/exports';
import {
  exportFormat,
  type ExportFormatKind,
  exportFormats,
  type ExportSettings,
  optionNames,
} from '@shared/exporting/catalogue';
import type { ExportFormatDefinition } from '@shared/exporting/format';
import { formatNumber } from '@shared/format';
import type { CheckpointName } from '@shared/runs/run';
import { describeWeights } from '@shared/runs/weightsWords';
import { exitCodes } from '../../exitCodes';
import { findRun } from '../../findRun';
import { formatTable, print, printJson } from '../../output/output';
import { endingOf, requireEnding } from '../../output/endings';
import { reportRows } from '../../output/parityRows';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { UsageError } from '../../usageError';

export interface ExportCommandOptions extends CommonOptions {
  /** Absent: told by the ending of the file's name. */
  readonly format?: ExportFormatKind;
  readonly out: string;
  readonly checkpoint: CheckpointName;
  /** Those of the formats, as far as they were given. */
  readonly [option: string]: unknown;
}

/** Exports a run and prints how the file's outputs compare with the trainer's. @returns the exit code */
export function exportRun(name: string, options: ExportCommandOptions): Promise<number> {
  const settings = givenSettings(formatOf(options), options);
  return withExistingWorkspace(options, async ({ client }) => {
    const runId = await findRun(client, name);
    const result = await client.exports.create({
      ...settings,
      runId,
      checkpoint: options.checkpoint,
      path: resolve(options.out),
    });
    if (options.json) printJson(result);
    else print(describeExport(result));
    return result.path === null ? exitCodes.failed : exitCodes.ok;
  });
}

/** Of which a file is named: a SavedModel alone is a folder, whose name has no ending. */
const namedByEnding = exportFormats.filter(
  ({ folderFile, besideExtension }: ExportFormatDefinition) =>
    folderFile === undefined || besideExtension !== undefined,
);

const toldByEnding = (path: string) => namedByEnding.find(({ extension }) => extension === endingOf(path));

/** @throws UsageError where the name is not one of what is written: whoever opens it later goes by that */
function requireNameOf(format: ExportFormatKind, out: string): void {
  const { title, extension } = exportFormat(format);
  const isFolder = !namedByEnding.some(({ kind }) => kind === format);
  if (!isFolder) return requireEnding({ option: '--out', path: out }, title, [extension]);
  const other = toldByEnding(out);
  if (other === undefined) return;
  throw new UsageError(`The name ends as of ${other.title}, and ${title} is a folder`, {
    where: `--out ${out}`,
    remedy: 'Name a folder, without an ending.',
  });
}

/** @throws UsageError where the ending of the file's name tells none, or another than was asked for */
function formatOf({ format, out }: ExportCommandOptions): ExportFormatKind {
  if (format !== undefined) {
    requireNameOf(format, out);
    return format;
  }
  const told = toldByEnding(out);
  if (told !== undefined) return told.kind;
  throw new UsageError('The name of the file does not tell its format', {
    where: `--out ${out}`,
    remedy: `Let it end in one of ${namedByEnding.map(({ extension }) => `.${extension}`).join(', ')}; or say which by --format.`,
  });
}

/** @throws UsageError where an option of another format was given */
function givenSettings(format: ExportFormatKind, options: ExportCommandOptions): ExportSettings {
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
