import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { onnxFiles } from '../../../src-main/engine/exporting/onnx/dataFile';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { decodeModel, encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { readModelAt } from '../../../src-main/engine/imports';
import { readTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { patience } from '../../patience';
import { openEngine, watchUntil } from '../support/engine';
import { buildPrograms } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';
import { imageNetwork } from './plantedErrors';
import { trainedNetwork } from './trained';

let programs: string;
beforeAll(async () => {
  programs = await buildPrograms('dataFiles');
});
// No more than a thousand bytes in one file.
beforeEach(() => void vi.stubEnv('LAYERLAB_ONNX_BYTES', '1000'));

async function trained() {
  const home = temporaryFolder();
  const { client } = openEngine(home, programs);
  const { runId } = await client.runs.start({ experiment: experimentNamed('wide', { epochs: 1 }, 300) });
  await watchUntil(client, runId);
  return { home, client, runId };
}

describe('an ONNX file whose weights are too many for it', () => {
  it(
    'has them in a file beside it, passes its proof, is looked at and tried with it, and deleted with it',
    async () => {
      const { home, client, runId } = await trained();
      const asked = join(temporaryFolder(), 'wide.onnx');
      const { path, besidePaths, report, bytes } = await client.exports.create({
        runId,
        path: asked,
        format: 'onnx',
      });
      expect(report).toMatchObject({ passed: true, firstDeviation: null });
      expect(report?.layers.length).toBeGreaterThan(0);
      const [data = ''] = besidePaths;
      expect(data).toMatch(/wide\.[0-9a-f]{12}\.onnx\.data$/);
      expect(bytes).toBe(readFileSync(asked).length + readFileSync(data).length);

      const model = { path: path ?? '' };
      const values = [0.5, -0.5];
      const { prediction } = await client.models.try({ model, example: { kind: 'values', values } });
      const ofRun = await client.models.try({
        model: { runId, checkpoint: 'best' },
        example: { kind: 'values', values },
      });
      expect(prediction).toEqual(ofRun.prediction);

      const { model: reopened } = await readModelAt(asked);
      const { tensors } = readTensorFile(join(home, 'runs', runId, 'best.safetensors'));
      expect(reopened?.weights.map(({ values: each }) => each)).toEqual(
        tensors.filter(({ name }) => name.startsWith('parameters/')).map(({ values: each }) => each),
      );

      const state = async () => (await client.models.check({ path: asked })).state;
      expect(await state()).toBe('unchanged');
      const whole = readFileSync(data);
      writeFileSync(data, whole.subarray(1));
      expect(await state()).toBe('changed');
      await expect(client.models.try({ model, example: { kind: 'values', values } })).rejects.toMatchObject({
        data: { code: 'badModel' },
      });
      expect(await client.models.delete({ path: asked })).toEqual({ deleted: true });
      expect([asked, data].filter((each) => existsSync(each))).toEqual([]);
    },
    patience.test(3),
  );

  it(
    'leaves those of another format of the same name alone, and replaces its own',
    async () => {
      const { client, runId } = await trained();
      const folder = temporaryFolder();
      const exported = async (format: 'onnx' | 'pytorch', name: string) =>
        (await client.exports.create({ runId, path: join(folder, name), format })).besidePaths;
      const older = join(folder, 'wide.0123456789ab.onnx.data');
      writeFileSync(older, '');
      const program = await exported('pytorch', 'wide.py');
      expect(existsSync(older)).toBe(true);
      const file = await exported('onnx', 'wide.onnx');
      const beside = [...program, ...file];
      expect(beside).toHaveLength(2);
      expect(beside.map((each) => existsSync(each))).toEqual([true, true]);
      expect(existsSync(older)).toBe(false);
    },
    patience.test(3),
  );

  it('passes onnx.checker and gives the trainer’s outputs in Python', () => {
    const folder = temporaryFolder();
    const { experiment, inputShape } = imageNetwork;
    const { trained: network, session, inputs } = trainedNetwork(experiment, inputShape, 3);
    const outputs = session.predictInputs(inputs, 3);
    session.dispose();
    const { content, beside } = onnxFiles(onnxModel(network, onnx.schema.parse({ format: 'onnx' })), 'model');
    expect(beside).toHaveLength(1);
    for (const each of [{ name: 'model.onnx', content }, ...beside]) {
      writeFileSync(join(folder, each.name), Buffer.concat(each.content));
    }
    const facts = { shape: [3, ...inputShape], inputs: [...inputs], outputs: [...outputs] };
    writeFileSync(join(folder, 'model.json'), JSON.stringify(facts));
    const script = join(import.meta.dirname, '../../fixtures/onnx/check.py');
    const { difference, largest } = JSON.parse(
      execFileSync(oraclePython(), [script, folder], { encoding: 'utf8' }),
    ) as { difference: number; largest: number };
    expect(difference).toBeLessThanOrEqual(1e-5 * Math.max(1, largest));
  });
});

describe('a model that names other files', () => {
  /** A good model that says its weights lie in the file of this name. */
  function naming(location: string): string {
    const { experiment, inputShape } = imageNetwork;
    const { trained: network, session } = trainedNetwork(experiment, inputShape, 1);
    session.dispose();
    const { content } = onnxFiles(onnxModel(network, onnx.schema.parse({ format: 'onnx' })), 'model');
    const model = decodeModel(Buffer.concat(content));
    const initializer = model.graph.initializer.map((tensor) =>
      tensor.dataLocation === 1
        ? {
            ...tensor,
            externalData: tensor.externalData?.map(({ key, value }) => ({
              key,
              value: key === 'location' ? location : value,
            })),
          }
        : tensor,
    );
    const path = join(temporaryFolder(), 'model.onnx');
    writeFileSync(path, encodeModel({ ...model, graph: { ...model.graph, initializer } }));
    return path;
  }

  it.each(['/etc/passwd', '../secret', 'sub/../../secret', 'link', '', 'nowhere'])(
    'outside of its folder, or none, is refused: “%s”',
    async (location) => {
      const { client } = openEngine(temporaryFolder(), programs);
      const path = naming(location);
      const secret = join(temporaryFolder(), 'secret');
      writeFileSync(secret, Buffer.alloc(1 << 20));
      symlinkSync(secret, join(dirname(path), 'link'));
      await expect(client.models.describe({ model: { path } })).rejects.toMatchObject({
        data: {
          code: 'badModel',
          where: path,
          message: `The model keeps weights in another file, “${location}”, which is not beside it.`,
        },
      });
    },
  );
});
