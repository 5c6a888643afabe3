import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { onnx } from '@shared/exporting/onnx';
import { Random } from '@shared/random';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { InferenceProcess } from '../../../src-main/engine/inference/inferenceProcess';
import { InferencePool } from '../../../src-main/engine/inference/inferencePool';
import { patience } from '../../patience';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';
import { imageNetwork } from './plantedErrors';
import { trainedNetwork } from './trained';

const files = Number(process.env['LAYERLAB_MUTATED_MODELS'] ?? 200);

let pool: InferencePool;
let entry: string;
beforeAll(async () => {
  entry = join(programs, 'inference.mjs');
  pool = new InferencePool(() => entry);
});
afterAll(() => pool.close());

/** Bytes changed, cut out, doubled or cut off. */
function mutated(good: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(good.length);
  const length = 1 + random.integer(40);
  const bytes = Buffer.from(good);
  switch (random.integer(4)) {
    case 0:
      for (let index = at; index < Math.min(at + length, bytes.length); index++) {
        bytes[index] = random.integer(256);
      }
      return bytes;
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    default:
      return bytes.subarray(0, at);
  }
}

it(
  `opens ${files} damaged models, or says of each what is wrong, and goes on`,
  async () => {
    const { inputShape, experiment } = imageNetwork;
    const { trained, session, inputs } = trainedNetwork(experiment, inputShape, 2);
    session.dispose();
    const good = encodeModel(onnxModel(trained, onnx.schema.parse({ format: 'onnx' })));
    const path = join(temporaryFolder(), 'model.onnx');
    const run = () => pool.with(path, (process) => process.run(path, inputs, [2, ...inputShape]));
    for (let seed = 0; seed < files; seed++) {
      writeFileSync(path, mutated(good, new Random(7, seed)));
      const outcome = await run().catch((thrown: unknown) => thrown);
      if (!(outcome instanceof Error)) continue;
      expect(outcome, `file ${seed}`).toBeInstanceOf(AppError);
      expect(outcome, `file ${seed}`).toMatchObject({ code: 'badModel', where: path });
      expect((outcome as AppError).remedy, `file ${seed}`).toMatch(/./);
    }
    writeFileSync(path, good);
    expect(Object.keys(await run())).toEqual(['output']);
  },
  patience.test(4),
);

it('stops a model that loops for ever, says so, and goes on with the next', async () => {
  const endless = join(import.meta.dirname, '../../fixtures/onnx/endless.onnx');
  const process = new InferenceProcess(entry, 1);
  const asked = [1, 2].map(() => process.run(endless, Float32Array.of(1, 2), [1, 2]));
  for (const each of asked) {
    await expect(each).rejects.toMatchObject({
      code: 'badModel',
      where: endless,
      message: expect.stringContaining('did not answer within 1 seconds') as unknown,
    });
  }
  await process.end();
});
