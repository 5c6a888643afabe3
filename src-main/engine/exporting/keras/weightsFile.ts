import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group } from 'h5wasm/node';
import type { LayersModel } from '../layersModel/layersModel';
import { kerasOrder } from './order';

/** `model.weights.h5` of a `.keras` file: a group for each layer, by its class and a number, with its weights numbered. */
export async function weightsFile(model: LayersModel): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'layerlab-hdf5-'));
  try {
    // The library writes files of the disk alone; as WebAssembly it takes a tenth of a second to load.
    const path = join(folder, 'model.weights.h5');
    const { default: h5wasm } = await import('h5wasm/node');
    await h5wasm.ready;
    const file = new h5wasm.File(path, 'w');
    try {
      writeLayers(file, model);
    } finally {
      file.close();
    }
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function writeLayers(file: Group, model: LayersModel): void {
  const layers = file.create_group('layers');
  const counts = new Map<string, number>();
  for (const node of kerasOrder(model)) {
    const base = snakeCase(node.className);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const group = layers.create_group(count === 0 ? base : `${base}_${count}`);
    const variables = group.create_group('vars');
    variables.create_attribute('name', node.name);
    node.weights.forEach(({ shape, values }, place) =>
      variables.create_dataset({ name: String(place), data: values, shape: [...shape], dtype: '<f' }),
    );
    if (node.draws === true) {
      const generator = group.create_group('seed_generator').create_group('vars');
      generator.create_dataset({ name: '0', data: new Uint32Array(2), shape: [2], dtype: '<I' });
    }
  }
  file.create_group('vars');
}

/** As Keras does it (`naming.to_snake_case`): `PReLU` is `p_re_lu`, `Conv2D` `conv2d`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
