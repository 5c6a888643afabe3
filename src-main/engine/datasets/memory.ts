import type { DatasetContent } from '@shared/data/dataset';
import { targetSizeOf } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import { plural } from './readers/files';

/** What a trainer leaves to the system and to the network it trains. */
const usableShare = 0.75;
const targetBytes = 4;
/** The place of an example in its split. */
const placeBytes = 4;

/** Bytes of all examples, as a trainer has them in memory. */
export function memoryOf({
  examples,
  inputShape,
  inputDtype,
  windows,
}: Pick<DatasetContent, 'examples' | 'inputShape' | 'inputDtype' | 'windows'>): number {
  const valueBytes = inputDtype === 'uint8' ? 1 : 4;
  return examples * (sizeOf(inputShape) * valueBytes + targetBytes * targetSizeOf({ windows }) + placeBytes);
}

const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * A trainer has all examples in memory: whether they fit is told before they are read.
 * @param machineBytes the machine's memory.
 * @param place where the data set stands.
 * @throws AppError `badDataset` with both sizes.
 */
export function requireMemory(content: DatasetContent, machineBytes: number, place: string): void {
  const needed = memoryOf(content);
  if (needed <= usableShare * machineBytes) return;
  const { examples, inputShape } = content;
  throw new AppError(
    'badDataset',
    `${plural(examples, 'example')} of ${plural(sizeOf(inputShape), 'value')} would take ${inGigabytes(needed)} of memory, ` +
      `and this machine has ${inGigabytes(machineBytes)}`,
    {
      where: place,
      remedy:
        'Take fewer rows, shorter windows or smaller images, leave columns out, or fold rare categories: each word of a column is an input of its own.',
    },
  );
}
