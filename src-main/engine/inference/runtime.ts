import { fork } from 'node:child_process';
import { AppError } from '@shared/errors';
import type { FromInference, ToInference } from './protocol';

/**
 * Runs one batch through an ONNX file in a fresh inference process and ends the process.
 * @throws AppError `exportFailed` where onnxruntime does not take the file or the process dies.
 */
export function runOnnx(
  entry: string,
  path: string,
  inputs: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      execPath: process.execPath,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('message', (message: FromInference) => {
      if ('error' in message) reject(AppError.fromData(message.error));
      else resolve(message.outputs);
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(
        new AppError('exportFailed', `The inference process ended (${signal ?? code}).`, {
          where: path,
          remedy: 'Close other programs if memory is short, then export again.',
        }),
      );
    });
    const request: ToInference = { id: 1, path, inputs, shape };
    child.send(request);
  });
}
