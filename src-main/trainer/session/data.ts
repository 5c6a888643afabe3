import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset, targetSizeOf } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import { alignedMemory, floatsOf } from './alignedMemory';
import type { TrainingData } from './session';

/** One read may ask for at most 2 GiB. */
const largestRead = 1 << 30;

/** The whole file in memory of its own, read straight into place. */
function readBytes(path: string, expected: number): Uint8Array<ArrayBuffer> {
  const file = openFile(path);
  try {
    const { size } = fstatSync(file);
    if (size !== expected) {
      throw notAsPrepared(path, `has ${size} bytes where ${expected} are needed`);
    }
    const view = alignedMemory(size);
    for (let offset = 0; offset < size;) {
      offset += readSync(file, view, offset, Math.min(largestRead, size - offset), offset);
    }
    return view;
  } finally {
    closeSync(file);
  }
}

const integersOf = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Int32Array =>
  new Int32Array(buffer, byteOffset, byteLength / 4);

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw notAsPrepared(path, 'cannot be opened', cause);
  }
}

function notAsPrepared(path: string, what: string, cause?: unknown): AppError {
  return new AppError('badDataset', `The prepared data set ${what}`, {
    where: path,
    remedy: 'Delete the folder of this prepared data set; it is then made anew.',
    cause,
  });
}

/**
 * Reads the files of a prepared data set into memory, each once, bytes as bytes.
 * @throws AppError `badDataset` where they are not what the description says.
 */
export function loadTrainingData(dataset: PreparedDataset, directory: string): TrainingData {
  const { examples, inputShape, inputDtype, splits, task } = dataset;
  const values = examples * sizeOf(inputShape);
  const inputs =
    inputDtype === 'uint8'
      ? readBytes(join(directory, preparedFiles.inputs), values)
      : floatsOf(readBytes(join(directory, preparedFiles.inputs), 4 * values));
  const targetSize = targetSizeOf(dataset);
  const targetBytes = readBytes(join(directory, preparedFiles.targets), 4 * examples * targetSize);
  const counts = splits.training + splits.validation + splits.test;
  const indices = integersOf(readBytes(join(directory, preparedFiles.splits), 4 * counts));
  const validationEnd = splits.training + splits.validation;
  return {
    task,
    classes: dataset.classNames.length,
    examples,
    inputs,
    inputShape,
    targets: task === 'classification' ? integersOf(targetBytes) : floatsOf(targetBytes),
    targetSize,
    splits: {
      training: indices.subarray(0, splits.training),
      validation: indices.subarray(splits.training, validationEnd),
      test: indices.subarray(validationEnd),
    },
    scaling: dataset.scaling,
    ...(dataset.windows && { windows: dataset.windows }),
  };
}
