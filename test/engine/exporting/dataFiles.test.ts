import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { onnxFiles } from '../../../src-main/engine/exporting/onnx/dataFile';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { decodeModel, encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { readModelAt } from '../../../src-main/engine/imports';
import { readTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { patience } from '../../patience';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';
import { imageNetwork } from './plantedErrors';
import { trainedNetwork } from './trained';

// No more than a thousand bytes in one file.
beforeEach(() => void vi.stubEnv('LAYERLAB_ONNX_BYTES', '1000'));

async function trained() {
  const home = temporaryFolder();
  const { client } = openEngine(home, programs);
  const { runId } = await client.runs.start({ experiment: experimentNamed('wide', { epochs: 1 }, 300) });
  await watchUntil(client, runId);
  return { home, client, runId };
}

function flipLastByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x40;
  writeFileSync(path, bytes);
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
      expect(report).toMatchObject({
        passed: true,
        firstDeviation: null,
        secondRuntime: { passed: null, notRun: 'The model’s weights are in a file beside it.' },
      });
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

  it.skipIf(!existsSync('/dev/full'))(
    'leaves nothing beside a file that cannot be written, where none was',
    async () => {
      const { client, runId } = await trained();
      const folder = temporaryFolder();
      symlinkSync('/dev/full', join(folder, 'wide.onnx.part'));
      await expect(
        client.exports.create({ runId, path: join(folder, 'wide.onnx'), format: 'onnx' }),
      ).rejects.toMatchObject({ data: { code: 'diskFull' } });
      expect(readdirSync(folder)).toEqual([]);
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

  it(
    'is refused wherever it is opened once that file has changed or is gone; a run’s own is made anew',
    async () => {
      const { home, client, runId } = await trained();
      const path = join(temporaryFolder(), 'wide.onnx');
      const { besidePaths } = await client.exports.create({ runId, path, format: 'onnx' });
      const [data = ''] = besidePaths;
      const example = { kind: 'values' as const, values: [0.5, -0.5] };
      const rows = join(dirname(path), 'rows.csv');
      writeFileSync(rows, 'x,y\n0.5,-0.5\n');
      const openings: Record<string, () => Promise<unknown>> = {
        describe: () => client.models.describe({ model: { path } }),
        try: () => client.models.try({ model: { path }, example }),
        infer: () => client.models.infer({ model: { path }, inputs: [0.5, -0.5], shape: [1, 2] }),
        predict: async () => {
          for await (const _batch of await client.models.predict({ model: { path }, input: rows }));
        },
        import: () => client.imports.open({ path }),
      };
      const refusals = async (message: string) => {
        for (const [name, open] of Object.entries(openings)) {
          await expect(open(), name).rejects.toMatchObject({
            data: { code: 'badModel', message, where: path },
          });
        }
        expect((await client.models.survey({ path })).refusal).toBe(message);
      };
      await openings['predict']?.();
      // As long as it was, and the ONNX file untouched.
      flipLastByte(data);
      const name = basename(data);
      await refusals(`The file with the model’s weights, “${name}”, has changed since it was exported.`);
      rmSync(data);
      await refusals(`The model keeps weights in another file, “${name}”, which is not beside it.`);

      const model = { runId, checkpoint: 'best' as const };
      const first = await client.models.try({ model, example });
      const own = readdirSync(join(home, 'runs', runId)).find((each) => each.endsWith('.onnx.data')) ?? '';
      for (const spoil of [flipLastByte, rmSync]) {
        spoil(join(home, 'runs', runId, own));
        expect((await client.models.try({ model, example })).prediction).toEqual(first.prediction);
      }
    },
    patience.test(3),
  );

  it(
    'of more than 2 GB opens as its experiment with the very weights',
    async () => {
      const { experiment, inputShape } = imageNetwork;
      const { trained: network, session } = trainedNetwork(experiment, inputShape, 1);
      session.dispose();
      const { content, beside } = onnxFiles(
        onnxModel(network, onnx.schema.parse({ format: 'onnx' })),
        'model',
      );
      const far = 2 ** 31 + 4096;
      const model = decodeModel(Buffer.concat(content));
      const initializer = model.graph.initializer.map((tensor) => ({
        ...tensor,
        externalData: tensor.externalData?.map(({ key, value }) => ({
          key,
          value: key === 'offset' ? String(far + Number(value)) : key === 'location' ? 'weights' : value,
        })),
      }));
      const path = join(temporaryFolder(), 'model.onnx');
      writeFileSync(path, encodeModel({ ...model, graph: { ...model.graph, initializer } }));
      await using data = await open(join(dirname(path), 'weights'), 'w');
      // What lies before takes no room on the disk.
      await data.writev(
        beside.flatMap((each) => [...each.content]),
        far,
      );
      const { model: reopened } = await readModelAt(path);
      expect(reopened?.remarks).toEqual([]);
      expect(Object.fromEntries((reopened?.weights ?? []).map(({ name, values }) => [name, values]))).toEqual(
        Object.fromEntries(
          [...network.weights]
            .filter(([name]) => name.startsWith('parameters/'))
            .map(([name, { values }]) => [name, values]),
        ),
      );
    },
    patience.test(2),
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
