import { createRequire } from 'node:module';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs-node';
import { AppError } from '@shared/errors';
import type { Kernels, KernelWish } from '@shared/training/computing/kernels';
import { chooseKernels, kernelsIn } from './kernels';

/** tfjs-node's own native calls that the compiled session uses; ids name tensors inside the binding. */
export interface NativeBinding {
  readonly TF_Version?: string;
  /** Takes over or copies the values; the tensor lives until `deleteTensor`. */
  createTensor(
    shape: readonly number[],
    dtype: number,
    values: Float32Array | Int32Array | Uint8Array,
  ): number;
  deleteTensor(id: number): void;
  /** A copy of the values. */
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  /** @returns the session's id. */
  loadSavedModel(directory: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Names are joined by commas. Every output is a tensor of the caller's, to be deleted. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): { readonly id: number; readonly shape: readonly number[]; readonly dtype: number }[];
  getNumOfTensors(): number;
  /** TensorFlow's numbers for its types. */
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
}

export interface NativeTensorflow {
  readonly tf: typeof TensorFlow;
  readonly binding: NativeBinding;
  readonly tensorflowVersion: string;
  readonly kernels: Kernels;
}

export type NativeOutcome =
  { readonly native: NativeTensorflow } | { readonly native: null; readonly problem: AppError };

let outcome: NativeOutcome | undefined;

/**
 * Loads tfjs-node once in this process; where that fails, says why and what to do.
 * @param kernels what is asked for; whoever comes first decides
 */
export function loadNative(kernels: KernelWish = 'oneDnn'): NativeOutcome {
  outcome ??= load(kernels);
  return outcome;
}

/** The native library, for code that cannot do without. @throws AppError `nativeLibraryMissing` */
export function requireNative(): NativeTensorflow {
  const loaded = loadNative();
  if (loaded.native === null) throw loaded.problem;
  return loaded.native;
}

function load(kernels: KernelWish): NativeOutcome {
  // TensorFlow reads this when it is loaded; its notices would end up among the trainer's last words.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  chooseKernels(kernels);
  restoreRemovedUtilities();
  try {
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof TensorFlow;
    const backend = tf.backend() as unknown as { readonly binding?: NativeBinding };
    if (backend.binding === undefined) throw new Error('tfjs-node came up without its native backend');
    const { binding } = backend;
    const tensorflowVersion = binding.TF_Version ?? 'unknown';
    return { native: { tf, binding, tensorflowVersion, kernels: kernelsIn(tf) } };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    return {
      native: null,
      problem: new AppError(
        'nativeLibraryMissing',
        `TensorFlow's native library cannot be loaded: ${reason}`,
        {
          remedy: 'Run `npm run setup`, which fetches it, and start again.',
          cause,
        },
      ),
    };
  }
}

/** Node 23 took these away; tfjs-node 4.22 still calls them. */
function restoreRemovedUtilities(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
    isString: (value: unknown) => typeof value === 'string',
    isNumber: (value: unknown) => typeof value === 'number',
    isBoolean: (value: unknown) => typeof value === 'boolean',
    isFunction: (value: unknown) => typeof value === 'function',
    isObject: (value: unknown) => typeof value === 'object' && value !== null,
    isUndefined: (value: unknown) => value === undefined,
    isNull: (value: unknown) => value === null,
  };
  const target = util as unknown as Record<string, unknown>;
  for (const [name, test] of Object.entries(removed)) target[name] ??= test;
}
