import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { onnxFiles } from '../../../src-main/engine/exporting/onnx/dataFile';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { imageNetwork } from '../exporting/plantedErrors';
import { trainedNetwork } from '../exporting/trained';
import { openEngine } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

it.each([
  { weights: 'in one file', bytes: '', beside: 0 },
  { weights: 'in a file beside it', bytes: '1000', beside: 1 },
])(
  'tells of each layer what the trainer finds in it, its weights $weights',
  async ({ bytes: most, beside }) => {
    vi.stubEnv('LAYERLAB_ONNX_BYTES', most);
    const { experiment, inputShape } = imageNetwork;
    const { trained, session, inputs } = trainedNetwork(experiment, inputShape, 1);
    const expected: Readonly<Record<string, Float32Array>> = session.layerOutputs(inputs, 1);
    session.dispose();
    const folder = temporaryFolder();
    const path = join(folder, 'model.onnx');
    const files = onnxFiles(onnxModel(trained, onnx.schema.parse({ format: 'onnx' })), 'model');
    expect(files.beside).toHaveLength(beside);
    for (const { name, content } of [{ name: 'model.onnx', content: files.content }, ...files.beside]) {
      writeFileSync(join(folder, name), Buffer.concat(content));
    }
    const { client } = openEngine(temporaryFolder(), programs);
    const layers = await client.models.fired({ model: { path }, values: [...inputs] });
    expect(layers.map(({ id }) => id)).toEqual(
      trained.network.layers.filter(({ definition }) => definition.kind !== 'input').map(({ id }) => id),
    );
    for (const { id, shape, maps, height, width, low, high, values } of layers) {
      const all = [...(expected[id] ?? [])];
      expect(low, id).toBeCloseTo(Math.min(...all), 4);
      expect(high, id).toBeCloseTo(Math.max(...all), 4);
      const channels = shape.length === 3 ? (shape[2] ?? 1) : 1;
      const bytes = Buffer.from(values, 'base64');
      expect(bytes).toHaveLength(maps * height * width);
      bytes.forEach((byte, place) => {
        const [map, at] = [Math.floor(place / (height * width)), place % (height * width)];
        const share = ((all[at * channels + map] ?? NaN) - low) / (high - low);
        expect(Math.abs(byte - 255 * share), `${id}, place ${place}`).toBeLessThan(1);
      });
    }
  },
);
