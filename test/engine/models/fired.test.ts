import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { imageNetwork } from '../exporting/plantedErrors';
import { trainedNetwork } from '../exporting/trained';
import { openEngine } from '../support/engine';
import { buildPrograms } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

it('tells of each layer what the trainer finds in it, between the least and the most of the layer', async () => {
  const { experiment, inputShape } = imageNetwork;
  const { trained, session, inputs } = trainedNetwork(experiment, inputShape, 1);
  const expected: Readonly<Record<string, Float32Array>> = session.layerOutputs(inputs, 1);
  session.dispose();
  const path = join(temporaryFolder(), 'model.onnx');
  writeFileSync(path, encodeModel(onnxModel(trained, onnx.schema.parse({ format: 'onnx' }))));
  const { client } = openEngine(temporaryFolder(), await buildPrograms('fired'));
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
});
