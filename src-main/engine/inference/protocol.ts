import type { AppErrorData } from '@shared/errors';

/** What the engine and the inference process say to each other, over Node's IPC with advanced serialization. */
export interface ToInference {
  readonly id: number;
  /** Path of an ONNX file with one input and one output. */
  readonly path: string;
  readonly inputs: Float32Array;
  /** Shape of `inputs`, the batch axis first. */
  readonly shape: readonly number[];
}

export type FromInference =
  | { readonly id: number; readonly outputs: Float32Array }
  | { readonly id: number; readonly error: AppErrorData };
