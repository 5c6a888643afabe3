import { AppError } from '@shared/errors';
import { engine } from '../engine/client';
import { base64OfBytes } from './base64';

const bytesAtOnce = 1 << 20;
/** Larger files are better read where they lie. */
const mostBytes = 512 << 20;

const newTransfer = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Sends a file of the browser's, which does not tell where it lies, to the engine's workspace.
 * @returns its path there.
 * @throws AppError where it is too large or cannot be kept.
 */
export async function sendFile(file: File): Promise<string> {
  if (file.size > mostBytes) {
    throw new AppError('badArgument', `“${file.name}” is too large to be sent through the browser`, {
      remedy: 'Choose it in the data pane by its path, so that it is read where it lies.',
    });
  }
  const transfer = newTransfer();
  for (let from = 0; ; from += bytesAtOnce) {
    const isLast = from + bytesAtOnce >= file.size;
    const bytes = new Uint8Array(await file.slice(from, from + bytesAtOnce).arrayBuffer());
    const { path } = await engine.files.receive({
      transfer,
      name: file.name,
      base64: base64OfBytes(bytes),
      isLast,
    });
    if (path !== null) return path;
  }
}
