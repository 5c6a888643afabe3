import { resolve } from 'node:path';
import type { ExportRequest, ExportResult } from '@shared/contract/exports';
import { formatNumber, formatShare } from '@shared/format';
import { describeWeights } from '@shared/runs/weightsWords';
import { exitCodes } from '../exitCodes';
import { findRun } from '../findRun';
import { formatTable, print, printJson } from '../output';
import { withExistingWorkspace, type CommonOptions } from '../session';

export interface ExportOptions extends CommonOptions {
  readonly format: ExportRequest['format'];
  readonly out: string;
  readonly checkpoint: ExportRequest['checkpoint'];
  readonly opset: number;
}

/** Exports a run and prints how the file's outputs compare with the trainer's. @returns the exit code */
export function exportRun(name: string, options: ExportOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const { format, checkpoint, opset } = options;
    const runId = await findRun(client, name);
    const result = await client.exports.create({
      runId,
      format,
      checkpoint,
      opset,
      path: resolve(options.out),
    });
    if (options.json) printJson(result);
    else print(describeExport(result));
    return result.report.passed ? exitCodes.ok : exitCodes.failed;
  });
}

const formatDifference = (value: number | null) => (value === null ? 'not a number' : formatNumber(value));

function describeExport(result: ExportResult): string {
  const { report } = result;
  const top1 = report.sameTop1 === null ? [] : [['same top-1', formatShare(report.sameTop1)]];
  const letPass = report.tolerance === null ? '' : ` (let pass: ${formatNumber(report.tolerance)})`;
  return formatTable([
    ['file', result.path ?? 'not handed out: its outputs differ from the trainer’s'],
    ['parity', report.passed ? 'passed' : 'FAILED'],
    ...(result.weights === null
      ? []
      : [['weights', `${result.checkpoint}: ${describeWeights(result.weights)}`]]),
    ['examples', `${report.examples} of the ${report.split} split`],
    ['largest difference', formatDifference(report.largestDifference) + letPass],
    ['mean difference', formatDifference(report.meanDifference)],
    ...top1,
    ['opset', String(result.opset)],
    ['size', `${formatNumber(result.bytes)} bytes`],
    ['SHA-256', result.sha256],
    ['report', result.reportPath],
  ]);
}
