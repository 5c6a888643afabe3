import type { FileHandle } from 'node:fs/promises';
import { AppError } from '@shared/errors';

/** The system reads less than 2 GB at once. */
const mostBytesAtOnce = 2 ** 30;

/**
 * Fills `bytes` from the file; the system may give less at once than it is asked for.
 * @throws AppError `badDataset` where the file ends before
 */
export async function readExactly(
  file: FileHandle,
  path: string,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const wanted = Math.min(mostBytesAtOnce, bytes.byteLength - done);
    const { bytesRead } = await file.read(bytes, done, wanted, position + done);
    if (bytesRead === 0) {
      throw new AppError('badDataset', 'The file ends before it should', {
        where: `${path}, byte ${position + done}`,
        remedy: 'It may have changed while it was read; try again.',
      });
    }
    done += bytesRead;
  }
}
