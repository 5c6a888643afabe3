import { buffer } from 'node:stream/consumers';
import { AppError } from '@shared/errors';
import { ZipArchive } from '../../files/zipArchive';

/** What a `.keras` file holds, by the names inside. */
export interface KerasArchive {
  readonly config: string;
  /** Says the version of Keras. */
  readonly metadata: string | null;
  /** What Layerlab says of a file that it wrote. */
  readonly card: string | null;
  /** An HDF5 file. */
  readonly weights: Uint8Array | null;
}

/** Weights, and a description, may be this large when unpacked: a small archive can hold any number of zeros. */
const mostBytesOfText = 64_000_000;
/** Keras does not pack weights, and who does makes them little smaller. */
const mostBytesOfWeights = (archiveBytes: number): number => 64_000_000 + 8 * archiveBytes;

/** @throws AppError `badNetwork` where it is no archive of a model, or a damaged one */
export async function readKerasArchive(bytes: Uint8Array): Promise<KerasArchive> {
  const files = await unpacked(bytes).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    const words = cause instanceof Error ? cause.message : String(cause);
    throw notWhole(`The archive cannot be read: ${words}`, cause);
  });
  const config = files.get('config.json');
  if (config === undefined) throw notWhole('The archive holds no config.json: it is not a model of Keras 3');
  const textOf = (name: string) => files.get(name)?.toString('utf8') ?? null;
  return {
    config: config.toString('utf8'),
    metadata: textOf('metadata.json'),
    card: textOf('layerlab.json'),
    weights: files.get('model.weights.h5') ?? null,
  };
}

async function unpacked(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const wanted = ['config.json', 'metadata.json', 'layerlab.json', 'model.weights.h5'];
  using archive = await ZipArchive.of(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const files = new Map<string, Buffer>();
  for (const entry of archive.entries) {
    if (!wanted.includes(entry.fileName)) continue;
    const most = entry.fileName.endsWith('.json') ? mostBytesOfText : mostBytesOfWeights(bytes.byteLength);
    if (entry.uncompressedSize > most) throw notWhole(`${entry.fileName} is too large`);
    files.set(entry.fileName, await buffer(await archive.read(entry)));
  }
  return files;
}

function notWhole(message: string, cause?: unknown): AppError {
  return new AppError('badNetwork', message, {
    remedy: 'Choose a file that model.save("….keras") has written, and copy it whole.',
    cause,
  });
}
