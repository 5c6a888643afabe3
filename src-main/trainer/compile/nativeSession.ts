import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNative, type NativeBinding } from '../session/native';
import type { GraphDtype } from './graph/attributes';
import { encodeSavedModel, type GraphFunction } from './graph/graphDef';
import type { GraphTensor, Trace } from './graph/trace';

export type Values = Float32Array | Int32Array | Uint8Array;

/** Values for a placeholder. */
export interface Feed {
  readonly placeholder: GraphTensor;
  readonly shape: readonly number[];
  readonly values: Values;
}

const tag = 'layerlab';

/** A TensorFlow session over one graph. It owns the session with its variables, until `dispose`. */
export class NativeSession {
  private readonly binding: NativeBinding;
  private id: number | null;

  constructor(main: Trace, functions: readonly GraphFunction[]) {
    this.binding = requireNative().binding;
    this.id = load(this.binding, encodeSavedModel(main, functions, { tag }));
  }

  /** Runs what the fetched tensors need and gives back their values, which are the caller's. */
  run(feeds: readonly Feed[], fetches: readonly GraphTensor[]): Values[] {
    if (this.id === null) throw new Error('the session has been disposed of');
    const { binding } = this;
    const inputs: number[] = [];
    try {
      for (const { placeholder, shape, values } of feeds) {
        inputs.push(binding.createTensor(shape, this.typeNumber(placeholder.dtype), values));
      }
      const names = (tensors: readonly GraphTensor[]) =>
        tensors.map(({ node, index }) => `${node.name}:${index}`).join();
      const outputs = binding.runSavedModel(
        this.id,
        inputs,
        names(feeds.map((feed) => feed.placeholder)),
        names(fetches),
      );
      try {
        return outputs.map(({ id }) => binding.tensorDataSync(id));
      } finally {
        for (const { id } of outputs) binding.deleteTensor(id);
      }
    } finally {
      for (const id of inputs) binding.deleteTensor(id);
    }
  }

  /** Frees the session with its graph and variables. Calling it again does nothing. */
  dispose(): void {
    if (this.id !== null) this.binding.deleteSavedModel(this.id);
    this.id = null;
  }

  private typeNumber(dtype: GraphDtype): number {
    if (dtype === 'float32') return this.binding.TF_FLOAT;
    if (dtype === 'int32') return this.binding.TF_INT32;
    if (dtype === 'uint8') return this.binding.TF_UINT8;
    throw new Error(`${dtype} cannot be fed`);
  }
}

/** TensorFlow reads the graph from a folder, which is needed no longer than that. */
function load(binding: NativeBinding, savedModel: Uint8Array): number {
  const directory = mkdtempSync(join(tmpdir(), 'layerlab-session-'));
  try {
    writeFileSync(join(directory, 'saved_model.pb'), savedModel);
    return binding.loadSavedModel(directory, tag);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
