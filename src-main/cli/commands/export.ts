import { resolve } from 'node:path';
import type { ExportResult, LayerReport } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import {
  exportFormat,
  type ExportFormatKind,
  exportFormats,
  type ExportSettings,
  optionNames,
} from '@shared/exporting/catalogue';
import { formatNumber, formatShare } from '@shared/format';
import type { CheckpointName } from '@shared/runs/run';
import { describeWeights } from '@shared/runs/weightsWords';
import { exitCodes } from '../exitCodes';
import { findRun } from '../findRun';
import { formatTable, print, printJson } from '../output';
import { withExistingWorkspace, type CommonOptions } from '../session';

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
    return result.report.passed ? exitCodes.ok : exitCodes.failed;
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
  throw new AppError('badArgument', `${title} files have no option "${foreign}"`, {
    where: `--${foreign}`,
    remedy: 'Leave it out, or choose another --format.',
  });
}

const formatDifference = (value: number | null) => (value === null ? 'not a number' : formatNumber(value));

function describeDeviation({ layer, largestDifference, tolerance, example }: LayerReport): string {
  const difference = `${formatDifference(largestDifference)} (let pass: ${formatNumber(tolerance)})`;
  return `layer "${layer}": ${difference}, on example ${example} of the data set`;
}

function describeExport(result: ExportResult): string {
  const { report } = result;
  const top1 = report.sameTop1 === null ? [] : [['same top-1', formatShare(report.sameTop1)]];
  const letPass = report.tolerance === null ? '' : ` (let pass: ${formatNumber(report.tolerance)})`;
  return formatTable([
    [
      'file',
      result.path ?? `not handed out: its outputs differ from the trainer’s; kept as ${result.asidePath}`,
    ],
    ['parity', report.passed ? 'passed' : 'FAILED'],
    ...(report.firstDeviation === null
      ? []
      : [['first deviation', describeDeviation(report.firstDeviation)]]),
    ...(result.weights === null
      ? []
      : [['weights', `${result.checkpoint}: ${describeWeights(result.weights)}`]]),
    ['examples', `${report.examples} of the ${report.split} split`],
    ['largest difference', formatDifference(report.largestDifference) + letPass],
    ['mean difference', formatDifference(report.meanDifference)],
    [
      'median, 95 %, 99 %',
      [report.medianDifference, report.percentile95, report.percentile99].map(formatDifference).join(', '),
    ],
    ...top1,
    ...(report.accuracy === null
      ? []
      : [
          [
            'accuracy',
            `${formatShare(report.accuracy.file)} (the trainer: ${formatShare(report.accuracy.trainer)})`,
          ],
        ]),
    [
      'layer by layer',
      report.layers.length === 0
        ? 'the file does not say which of its values are a layer’s'
        : `${report.layers.filter(({ deviates }) => !deviates).length} of ${report.layers.length} agree`,
    ],
    ...optionNames(result.format).map((name) => [name, String(Reflect.get(result, name))]),
    ['size', `${formatNumber(result.bytes)} bytes`],
    ['SHA-256', result.sha256],
    ['report', result.reportPath],
  ]);
}
