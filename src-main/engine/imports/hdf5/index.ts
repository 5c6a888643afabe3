import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import type { StoredWeight } from '@shared/importing';
import { ranOutOfMemory } from '../../../processes/apart/memoryLimit';
import { begun, type Begun, neverBegan } from '../../../processes/apart/readerEnd';
import { endOf, type ProcessEnd } from '../../../processes/ending';
import { processEntry } from '../../../processes/nodeBinary';
import type { Hdf5Model } from './file';
import type { FromHdf5 } from './protocol';

/**
 * Reads a model that Keras saved as `.h5`, or the weights inside a `.keras` file, in a process of its own: on some damaged
 * files the library aborts, and whatever process it is in.
 * @throws AppError `badNetwork` where it is no HDF5 file, or a damaged one
 */
export async function readHdf5(bytes: Uint8Array): Promise<Hdf5Model> {
  const folder = await mkdtemp(join(tmpdir(), 'layerlab-hdf5-'));
  try {
    // The library opens files of the disk alone.
    const path = join(folder, 'model.h5');
    await writeFile(path, bytes);
    return await readApart(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readApart(path: string): Promise<Hdf5Model> {
  const child = fork(processEntry('hdf5'), [path], {
    execPath: process.execPath,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const weights: StoredWeight[] = [];
  let hasBegun = false;
  let ending: Exclude<FromHdf5, { kind: 'weight' }> | null = null;
  child.on('message', (message) => {
    const said = message as FromHdf5 | Begun;
    if (said.kind === begun.kind) hasBegun = true;
    else if (said.kind === 'weight') weights.push(said.weight);
    else ending = said;
  });
  const end = await endOf(child);
  if (!hasBegun) throw neverBegan(end, 'badNetwork');
  return modelOf(ending, weights, end);
}

/** @param said null where the process ended before it had said all */
function modelOf(
  said: Exclude<FromHdf5, { kind: 'weight' }> | null,
  weights: readonly StoredWeight[],
  end: ProcessEnd,
): Hdf5Model {
  if (said?.kind === 'model') return { ...said.model, weights };
  if (said?.error) throw AppError.fromData(said.error);
  if (ranOutOfMemory(end)) {
    throw new AppError('badNetwork', 'The HDF5 file unpacks to more than a model of its size has', {
      remedy: 'Save the model again, without compression.',
    });
  }
  throw new AppError('badNetwork', 'The HDF5 file cannot be read: it is damaged or not whole', {
    remedy: 'Save the model again, or copy its file again.',
  });
}
