import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ExportProof } from '@shared/contract/exports';
import { readTensorFile } from '../../../trainer/checkpoints/safetensors';
import type { TrainedNetwork } from '../encoder';
import type { Proven } from './comparison';

type Values = { readonly values: Float32Array };

/** Reads the weights of a program back from their file. The program needs Python and is not run. */
export function proveWeights(folder: string, file: string, trained: TrainedNetwork): Proven {
  const proof = compareWeights(readTensorFile(join(folder, file)).tensors, trained);
  const summary = `${proof.summary} Nothing was run, since the program needs Python.`;
  return { proof: { ...proof, summary }, report: null };
}

/** Whether weights that were read back are the network's, each once, with the same bits, whatever they are called. */
export function compareWeights(found: readonly Values[], { weights }: TrainedNetwork): ExportProof {
  const kept = [...weights].filter(([name]) => name.startsWith('parameters/')).map(([, weight]) => weight);
  const passed = fingerprints(found) === fingerprints(kept);
  const count = found.length;
  const summary = passed
    ? `All ${count} weights were read back from the file and equal the trained ones bit by bit.`
    : `The ${count} weights that were read back from the file are not the ${kept.length} trained ones.`;
  return { kind: 'weights', runtime: null, weightsReadBack: count, passed, summary };
}

function fingerprints(weights: readonly Values[]): string {
  const hashes = weights.map(({ values: { buffer, byteOffset, byteLength } }) =>
    createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex'),
  );
  return hashes.sort().join();
}
