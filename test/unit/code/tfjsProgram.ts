import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TensorFlowJs from '@tensorflow/tfjs';
import { transformSync } from 'esbuild';
import type { StateTensor } from '../../../src-main/trainer/session/session';
import { writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';

export interface Examples {
  readonly inputs: unknown;
  readonly targets: unknown;
}

/** What a generated module exports. */
export interface TfjsProgram {
  buildModel(): TensorFlowJs.LayersModel;
  loadLayerlabWeights(model: TensorFlowJs.LayersModel, file: ArrayBuffer): void;
  train(model: TensorFlowJs.LayersModel): Promise<TensorFlowJs.History>;
  /** Where training images are changed at random. */
  augment(
    images: TensorFlowJs.Tensor4D,
    scale: (images: TensorFlowJs.Tensor) => TensorFlowJs.Tensor,
  ): TensorFlowJs.Tensor;
}

/** Runs a generated module in this process; `data` is what its place for loading gives. */
export function runProgram(
  code: string,
  tf: typeof TensorFlowJs,
  data?: {
    readonly training: Examples;
    readonly validation: Examples;
    readonly scale?: (images: TensorFlowJs.Tensor) => TensorFlowJs.Tensor;
  },
): TfjsProgram {
  const filledIn = code.replace(/throw new Error\('return \{ training.*/, 'return data;');
  const { code: commonJs } = transformSync(filledIn, { format: 'cjs' });
  const module = { exports: {} };
  const run = new Function('module', 'require', 'data', commonJs) as (...parameters: unknown[]) => void;
  run(module, () => tf, data);
  return module.exports as TfjsProgram;
}

/** A checkpoint as the trainer writes it. */
export function checkpointOf(tensors: readonly StateTensor[]): ArrayBuffer {
  const folder = mkdtempSync(join(tmpdir(), 'layerlab-checkpoint-'));
  try {
    const path = join(folder, 'last.safetensors');
    writeTensorFile(path, { tensors, metadata: {} });
    return new Uint8Array(readFileSync(path)).buffer;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
