import type { AppErrorData } from '@shared/errors';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import type { ModelSurvey } from '@shared/exporting/modelSurvey';

/** What the engine and the inference process say to each other, over Node's IPC with advanced serialization. */
export type InferenceRequest =
  /** Opens an ONNX file, or finds that it is open, and says what it is. */
  | { readonly kind: 'open'; readonly path: string }
  /** Says what is in an ONNX file, also where it does not run. */
  | { readonly kind: 'survey'; readonly path: string }
  /** Runs examples through an ONNX file with one input. */
  | {
      readonly kind: 'run';
      readonly path: string;
      readonly inputs: Float32Array;
      /** Shape of `inputs`, the batch axis first. */
      readonly shape: readonly number[];
      /** Outputs by name; the first alone where absent. */
      readonly outputs?: readonly string[];
    }
  /** Runs the same examples again and again, for about so long, and says how long they took. */
  | {
      readonly kind: 'time';
      readonly path: string;
      readonly inputs: Float32Array;
      readonly shape: readonly number[];
      readonly milliseconds: number;
    }
  /** Runs one example, and gives what each layer gives: by the layers' ids the names of their values in the graph. */
  | {
      readonly kind: 'layers';
      readonly path: string;
      readonly inputs: Float32Array;
      readonly shape: readonly number[];
      readonly layers: Readonly<Record<string, string>>;
    };

export type InferenceAnswer =
  | { readonly kind: 'open'; readonly facts: ModelFacts }
  | { readonly kind: 'survey'; readonly survey: ModelSurvey }
  /** Milliseconds that the examples take together, in the mean. */
  | { readonly kind: 'time'; readonly milliseconds: number }
  /** By the outputs' names, or the layers' ids. */
  | { readonly kind: 'run'; readonly outputs: Readonly<Record<string, ModelOutput>> };

export interface ModelOutput {
  /** As ONNX Runtime calls it. */
  readonly type: string;
  readonly shape: readonly number[];
  /** Row-major; of 64 bits where 32 do not hold all values of the type. */
  readonly values: Float32Array | Float64Array;
}

export interface ToInference {
  readonly id: number;
  readonly request: InferenceRequest;
}

export type FromInference =
  | { readonly id: number; readonly answer: InferenceAnswer }
  | { readonly id: number; readonly error: AppErrorData };
