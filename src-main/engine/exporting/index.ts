import { constants, existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import type { ExportRequest, ExportResult } from '@shared/contract/exports';
import type { PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { exportFormat, settingsOf } from '@shared/exporting/catalogue';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { titleAsFileName } from '@shared/titleAsFileName';
import { checkpointFile } from '../../trainer/protocol';
import { fileError } from '../../files/fileErrors';
import { sha256Of } from '../../files/hashing';
import { putAsideSync, replaceFile } from '../../files/replaceFile';
import { makeFolder } from '../../files/makeFolder';
import { removeSuperseded } from './beside';
import type { Pieces, TrainedNetwork } from './encoder';
import { encode } from './encoders';
import { calibrate } from './calibrate';
import { proveFile, type ProofContext, type Proven } from './proof';
import { noCheckpoint } from '../runs/runErrors';
import { readTrained } from './trained';

export interface ExportContext {
  readonly run: TrainedRun;
  readonly runDirectory: string;
  readonly dataset: PreparedDataset;
  readonly datasetDirectory: string;
  readonly withTrainer: ProofContext['withTrainer'];
  readonly inference: ProofContext['inference'];
  readonly withWebAssembly: ProofContext['withWebAssembly'];
}

/**
 * Exports a checkpoint, runs the file in another runtime beside the trainer, and writes the report beside it. A file
 * whose outputs differ is kept aside under a name that says so: the result then has no path.
 * @throws AppError `notFound` without the checkpoint, `exportFailed` for what the format cannot express, `badArgument`
 *   or `diskFull` where the file cannot be written.
 */
export async function createExport(request: ExportRequest, context: ExportContext): Promise<ExportResult> {
  const folder = await pin(request, context);
  try {
    return await exportPinned(request, context, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A run that trains replaces its checkpoints; what is exported and what it is compared with must be the same one.
 * @returns a new folder with a copy of the checkpoint
 */
async function pin({ checkpoint }: ExportRequest, { run, runDirectory }: ExportContext): Promise<string> {
  const file = checkpointFile[checkpoint];
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(runDirectory, 'export-'));
    await copyFile(join(runDirectory, file), join(folder, file), constants.COPYFILE_FICLONE);
    return folder;
  } catch (cause) {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw noCheckpoint(checkpoint, join(runDirectory, file), run, cause);
  }
}

async function exportPinned(
  request: ExportRequest,
  context: ExportContext,
  pinned: string,
): Promise<ExportResult> {
  const checkpoint = join(pinned, checkpointFile[request.checkpoint]);
  const trained = readTrained(context.run, context.dataset, checkpoint);
  const settings = settingsOf(request);
  const path = placeOf(request, context);
  await makePlace(path);
  const encoded = await encode(trained, settings, {
    stem: parse(path).name,
    calibrate: (file, values) => calibrate(file, values, context, join(pinned, 'calibrated.onnx')),
    savedModel: () => savedModelOf(trained, context, checkpoint),
  });
  const { content, proof: plan, beside = [] } = encoded;
  const besidePaths = beside.map(({ name }) => join(dirname(path), name));
  const aside = asideFor(path);
  const { proof, report } = await orNothingBeside(path, besidePaths, async () => {
    for (const each of beside) await written(join(dirname(path), each.name), each.content);
    return writeProven(path, content, aside, (file) =>
      proveFile(plan, { path: file, folder: dirname(path) }, trained, {
        ...context,
        checkpoint,
        scratch: pinned,
      }),
    );
  });
  const { passed } = proof;
  if (passed) await removeSuperseded(path, exportFormat(request.format), besidePaths);
  const result: ExportResult = {
    ...settings,
    runId: request.runId,
    checkpoint: request.checkpoint,
    weights: trained.facts,
    path: passed ? path : null,
    asidePath: passed ? null : aside,
    besidePaths,
    bytes: [content, ...beside.map((each) => each.content)]
      .flat()
      .reduce((sum, { byteLength }) => sum + byteLength, 0),
    sha256: sha256Of(content),
    proof,
    report,
    reportPath: `${path}.report.json`,
    createdAt: new Date().toISOString(),
  };
  await written(result.reportPath, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

/**
 * Does work that writes an exported file and those beside it. Where it fails and no file is in that place, which could lead to
 * them, those that it has put beside are removed.
 */
async function orNothingBeside<Result>(
  path: string,
  besidePaths: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const lacking = besidePaths.filter((each) => !existsSync(each));
  try {
    return await work();
  } catch (thrown) {
    // Another export to the same place may have come to its end meanwhile, with the same weights.
    if (!existsSync(path)) await Promise.all(lacking.map((each) => rm(each, { force: true })));
    throw thrown;
  }
}

async function savedModelOf(
  { experiment, dataset }: TrainedNetwork,
  { datasetDirectory, withTrainer }: ExportContext,
  checkpoint: string,
): Promise<Uint8Array> {
  const answer = await withTrainer({ experiment, dataset, datasetDirectory, checkpoint }, (ask) =>
    ask({ kind: 'savedModel' }),
  );
  if (answer.kind !== 'savedModel') throw new Error(`asked for a SavedModel, got ${answer.kind}`);
  return answer.bytes;
}

/**
 * Writes the file where it passes; else it is kept aside.
 * @returns the proof
 */
async function writeProven(
  path: string,
  content: Pieces,
  aside: string,
  proof: (file: string) => Promise<Proven>,
): Promise<Proven> {
  let proving: Promise<Proven> | null = null;
  await written(path, content, async (temporary) => {
    proving = proof(temporary);
    // What goes wrong in comparing is no trouble of writing, and told below.
    const proven = await proving.catch(() => null);
    if (proven?.proof.passed === false) putAsideSync(temporary, aside);
    return proven?.proof.passed ?? false;
  });
  return proving ?? Promise.reject(new Error('a file was written and not looked at'));
}

/** @throws AppError where the folder takes no more */
async function written(
  path: string,
  content: string | Pieces,
  accepts?: (temporary: string) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await replaceFile(path, content, { ...(accepts ? { accepts } : {}) });
  } catch (thrown) {
    throw fileError(thrown, dirname(path), cannotWrite);
  }
}

/** The file that is written; of a format that is a folder, the one in it by which it is opened. */
function placeOf({ path, checkpoint, format }: ExportRequest, { run, runDirectory }: ExportContext): string {
  const { extension, folderFile } = exportFormat(format);
  const ending = `.${extension}`;
  if (path) {
    const place = resolve(path);
    return folderFile === undefined || place.endsWith(ending) ? place : join(place, folderFile);
  }
  const name = titleAsFileName(run.name, 'network');
  const place = join(runDirectory, 'exports', `${name}-${checkpoint}`);
  return folderFile === undefined ? `${place}${ending}` : join(place, folderFile);
}

/** The name of a file that did not pass: `digits.onnx` becomes `digits.failed.onnx`. */
function asideFor(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.failed${ext}`);
}

const cannotWrite = 'The exported file cannot be written';

/** The folder for a file, made where it is not there. @throws AppError where that cannot be, or a folder is in its place */
async function makePlace(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    makeFolder(folder);
  } catch (thrown) {
    throw fileError(thrown, folder, cannotWrite);
  }
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) {
    throw new AppError('badArgument', `${cannotWrite}: there is a folder of this name.`, {
      where: path,
      remedy: 'Name a file, for example one in that folder.',
    });
  }
}
