import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DrawRequest } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import { formatBytes } from '@shared/format';
import { drawNetwork } from '../drawing';
import type { EngineParts } from '../engineParts';
import { createExport, type ExportContext } from '../exporting';
import { provingSeconds, withInference } from '../inference/inferenceProcess';
import { requireDataset } from '../jobs/starting/startRun';
import type { ServiceBase } from './base';

/** Bytes of a file that an interface saves by download: in base64 they fit the longest text of its JavaScript engine. */
const mostDownloaded = 384_000_000;

export function exportsService(base: ServiceBase, parts: EngineParts) {
  const { runs, exports, workspace, predictors, inferenceEntry, withWebAssembly } = parts;
  return {
    create: base.exports.create.handler(async ({ input }) => {
      const { runId } = input;
      const { dataset } = runs.material(runId);
      await requireDataset(parts, runId);
      const context: Omit<ExportContext, 'inference'> = {
        run: runs.trained(runId),
        runDirectory: workspace.run(runId),
        dataset,
        datasetDirectory: workspace.dataset(dataset.hash),
        withTrainer: (job, work) => predictors.withOne(job, work),
        withWebAssembly,
      };
      const result = await withInference(
        inferenceEntry(),
        (inference) => createExport(input, { ...context, inference }),
        provingSeconds,
      );
      exports.add(result);
      return result;
    }),
    draw: base.exports.draw.handler(({ input }) => drawn(input)),
    drawRun: base.exports.drawRun.handler(({ input: { runId, format } }) => {
      const { network } = runs.trained(runId).experiment;
      return drawn({ network, inputShape: runs.material(runId).dataset.inputShape, format });
    }),
    list: base.exports.list.handler(({ input }) => {
      runs.summary(input.runId);
      return exports.list(input.runId);
    }),
    read: base.exports.read.handler(async ({ input }) => {
      // Only what was exported from the run: an interface in a browser must not read any file through here.
      const known = exports
        .list(input.runId)
        .some(({ path, besidePaths, reportPath }) => [path, reportPath, ...besidePaths].includes(input.path));
      if (!known) throw exportNotFound(input.path);
      const { size } = await stat(input.path).catch((cause: unknown) => {
        throw exportNotFound(input.path, cause);
      });
      if (size > mostDownloaded) throw tooLargeToDownload(input.path, size);
      const bytes = await readFile(input.path).catch((cause: unknown) => {
        throw exportNotFound(input.path, cause);
      });
      return { name: basename(input.path), base64: bytes.toString('base64') };
    }),
  };
}

async function drawn(request: DrawRequest): Promise<{ base64: string }> {
  return { base64: Buffer.from(await drawNetwork(request)).toString('base64') };
}

function tooLargeToDownload(path: string, size: number): AppError {
  return new AppError(
    'badArgument',
    `The file has ${formatBytes(size)}, and a browser is handed at most ${formatBytes(mostDownloaded)} by download. ` +
      'It is written whole',
    {
      where: path,
      remedy: 'Copy it from there, on the machine that Layerlab runs on, or write it with "layerlab export".',
    },
  );
}

function exportNotFound(path: string, cause?: unknown): AppError {
  return new AppError('notFound', 'There is no such export of this run.', {
    where: path,
    remedy: 'Export the run again.',
    cause,
  });
}
