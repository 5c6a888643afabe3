import h5wasm, { type Dataset, type File, type Group } from 'h5wasm/node';
import { AppError } from '@shared/errors';
import type { StoredWeight } from '@shared/importing';

/** What a file of Keras's in HDF5 holds. */
export interface Hdf5Model {
  /** The model's description as JSON; null in a file of weights alone. */
  readonly config: string | null;
  /** Keras's own. */
  readonly version: string;
  readonly weights: readonly StoredWeight[];
}

/** State of generators and counters, which no layer of ours has. */
const passedOver = /(^|\/)(seed_generator(_state)?|iterations?)(\/|$)/;

/**
 * Reads a model that Keras saved as `.h5`, or the weights inside a `.keras` file. On some damaged files the library ends its
 * process: see `readHdf5`.
 * @throws Error where it is no HDF5 file, or a damaged one; AppError `badNetwork` where it holds something else
 */
export async function readHdf5File(path: string): Promise<Hdf5Model> {
  // What is wrong is thrown, and not written to the terminal.
  (await h5wasm.ready).activate_throwing_error_handler();
  return readFileAt(path);
}

function readFileAt(path: string): Hdf5Model {
  const file = new h5wasm.File(path, 'r');
  try {
    const config = textOf(file.attrs['model_config']?.value);
    const legacy = file.get('model_weights') ?? (file.attrs['layer_names'] === undefined ? null : file);
    const version = textOf(file.attrs['keras_version']?.value) ?? '';
    return {
      config,
      version,
      weights: legacy === null ? numberedWeights(file) : namedWeights(legacy as Group),
    };
  } finally {
    file.close();
  }
}

/** Keras up to 2, and `.h5` of Keras 3: a group a layer, which lists its weights by their names. */
function namedWeights(root: Group): StoredWeight[] {
  return textsOf(root.attrs['layer_names']?.value).flatMap((layer) => {
    const group = root.get(layer) as Group | null;
    const names = textsOf(group?.attrs['weight_names']?.value);
    return names
      .filter((name) => !passedOver.test(name))
      .map((name) => tensorOf(`${layer}/${name}`, group?.get(name) as Dataset | null));
  });
}

/** Keras 3: groups as the models are nested; each says its layer's name, and numbers its weights in their order. */
function numberedWeights(file: File): StoredWeight[] {
  const found: StoredWeight[] = [];
  const visit = (group: Group, path: readonly string[]): void => {
    const vars = group.get('vars') as Group | null;
    for (const index of vars?.keys() ?? []) {
      found.push(tensorOf([...path, index].join('/'), vars?.get(index) as Dataset | null));
    }
    const inside = group.get('layers') as Group | null;
    for (const key of inside?.keys() ?? []) {
      const child = inside?.get(key) as Group;
      const name = textOf((child.get('vars') as Group | null)?.attrs['name']?.value) ?? key;
      visit(child, [...path, name]);
    }
  };
  visit(file, []);
  return found;
}

function tensorOf(name: string, dataset: Dataset | null): StoredWeight {
  const values = dataset?.value;
  const shape = dataset?.shape;
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  if (!isFloat || shape === undefined || shape === null) {
    throw new AppError('badNetwork', `The weight ${name} holds no numbers of 32 or 64 bits`, {
      where: name,
      remedy: 'Save the model with float32 weights.',
    });
  }
  return { name, shape, values: Float32Array.from(values) };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : null;
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => textOf(each) ?? []);
}
