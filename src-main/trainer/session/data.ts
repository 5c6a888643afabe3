import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { preparedDatasetSchema, preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import type { TrainingData } from './session';

/** One read may ask for at most 2 GiB. */
const largestRead = 1 << 30;

/** The whole file in memory of its own, read straight into place. */
function readBytes(path: string, expected: number): ArrayBuffer {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size !== expected) {
      throw new AppError(
        'badDataset',
        `The prepared data set has ${size} bytes where ${expected} are needed`,
        {
          where: path,
          remedy: 'Delete the folder of this prepared data set; it is then made anew.',
        },
      );
    }
    const bytes = new ArrayBuffer(size);
    const view = new Uint8Array(bytes);
    for (let offset = 0; offset < size;) {
      offset += readSync(file, view, offset, Math.min(largestRead, size - offset), offset);
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function readDescription(directory: string): PreparedDataset {
  const path = join(directory, preparedFiles.description);
  try {
    return preparedDatasetSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError('badDataset', 'The description of the prepared data set cannot be read', {
      where: path,
      remedy: 'Delete the folder of this prepared data set; it is then made anew.',
      cause,
    });
  }
}

/**
 * Reads a prepared data set into memory, each file once, bytes as bytes.
 * @throws AppError `badDataset` where the files are not what their description says.
 */
export function loadTrainingData(directory: string): TrainingData {
  const dataset = readDescription(directory);
  const { examples, inputShape, inputDtype, splits, task, targetSize } = dataset;
  const values = examples * sizeOf(inputShape);
  const inputs =
    inputDtype === 'uint8'
      ? new Uint8Array(readBytes(join(directory, preparedFiles.inputs), values))
      : new Float32Array(readBytes(join(directory, preparedFiles.inputs), 4 * values));
  const targetBytes = readBytes(join(directory, preparedFiles.targets), 4 * examples * targetSize);
  const counts = splits.training + splits.validation + splits.test;
  const indices = new Int32Array(readBytes(join(directory, preparedFiles.splits), 4 * counts));
  const validationEnd = splits.training + splits.validation;
  return {
    task,
    classes: dataset.classNames.length,
    examples,
    inputs,
    inputShape,
    targets: task === 'classification' ? new Int32Array(targetBytes) : new Float32Array(targetBytes),
    targetSize,
    splits: {
      training: indices.subarray(0, splits.training),
      validation: indices.subarray(splits.training, validationEnd),
      test: indices.subarray(validationEnd),
    },
    scaling: dataset.scaling,
  };
}
