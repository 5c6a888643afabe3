import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawingFormats, type DrawingFormat } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { requireTrained } from '@shared/runs/imported/trained';
import { saveFile } from '../../../files/saveFile';
import type { EngineClient } from '../../../processes/engineClient';
import { exitCodes } from '../../exitCodes';
import { findRun } from '../../findRun';
import { print, printJson, printProblem } from '../../output/output';
import { withEngine, type CommonOptions } from '../../session/session';

export interface PictureOptions extends CommonOptions {
  readonly out: string;
}

/** Draws the network of an experiment file or of a run, as for a paper. @returns the exit code */
export function drawPicture(what: string, options: PictureOptions): Promise<number> {
  const path = resolve(options.out);
  const format = formatOf(path);
  return withEngine(options, async ({ client }) => {
    const { network, dataset } = await experimentOf(client, what);
    const inputShape = await inputShapeOf(client, dataset);
    const { base64 } = await client.exports.draw({ network, inputShape, format });
    const bytes = Buffer.from(base64, 'base64');
    await saveFile(path, bytes, 'The picture cannot be written');
    if (options.json) printJson({ type: 'drawn', path, format, bytes: bytes.byteLength });
    else print(`The network was drawn to ${path}`);
    return exitCodes.ok;
  });
}

/** @throws AppError `badArgument` for an ending that tells no format */
function formatOf(path: string): DrawingFormat {
  const format = drawingFormats.find((each) => path.toLowerCase().endsWith(`.${each}`));
  if (format !== undefined) return format;
  throw new AppError('badArgument', 'The name of the picture does not tell its format', {
    where: '--out',
    remedy: `Let it end in ${drawingFormats.map((each) => `.${each}`).join(' or ')}.`,
  });
}

/** A file where there is one of the name, else a run. */
async function experimentOf(client: EngineClient, what: string): Promise<Experiment> {
  const path = resolve(what);
  if (existsSync(path)) return (await client.files.openExperiment({ path })).experiment;
  const runId = await findRun(client, what);
  return requireTrained(await client.runs.get({ runId })).experiment;
}

/** The shape of an example; where the data cannot be read, a warning says that shapes are left out, and why. */
async function inputShapeOf(client: EngineClient, dataset: Experiment['dataset']): Promise<number[] | null> {
  try {
    return (await client.datasets.preview({ dataset, rows: 0 })).dataset.inputShape;
  } catch (thrown) {
    const error = AppError.from(thrown).toData();
    printProblem('warning', { ...error, message: `Shapes are left out: ${error.message}` });
    return null;
  }
}
