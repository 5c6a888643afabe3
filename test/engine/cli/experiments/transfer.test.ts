import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderedShapes } from '@shared/data/generators/renderedShapes';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTensorFile } from '../../../../src-main/trainer/checkpoints/safetensors';
import { patience } from '../../../patience';
import { layerlab } from '../support/layerlab';

const body = [
  { id: 'conv1', kind: 'conv2d', filters: 16 },
  { id: 'norm1', kind: 'batchNormalization', momentum: 0.9 },
  { id: 'relu1', kind: 'relu' },
  { id: 'pool1', kind: 'maxPool2d' },
  { id: 'conv2', kind: 'conv2d', filters: 32 },
  { id: 'norm2', kind: 'batchNormalization', momentum: 0.9 },
  { id: 'relu2', kind: 'relu' },
  { id: 'pool2', kind: 'maxPool2d' },
  { id: 'conv3', kind: 'conv2d', filters: 48 },
  { id: 'relu3', kind: 'relu' },
  { id: 'pool3', kind: 'globalMaxPool2d' },
];
/** `LAYERLAB_SEEDS=20 npm test -- transfer` takes more. */
const seeds = Number(process.env['LAYERLAB_SEEDS'] ?? 2);
const learned = ['conv1', 'norm1', 'conv2', 'norm2', 'conv3'];

function network(classes: number) {
  const layers = [{ id: 'input', kind: 'input' }, ...body, { id: 'head', kind: 'dense', units: classes }];
  const edges = layers.slice(1).map(({ id }, index) => [layers[index]?.id, id]);
  const blocks = [{ id: 'body', name: 'body', layers: body.map(({ id }) => id) }];
  return { layers, edges, blocks };
}

const optimizer = { kind: 'adam', learningRate: 0.003 };
const shapes = {
  version: 1,
  name: 'shapes',
  network: network(10),
  dataset: { kind: 'renderedShapes', examples: 4000 },
  training: { loss: 'softmaxCrossEntropy', optimizer, epochs: 8, batchSize: 32, seed: 1, observation: 'off' },
};
const pictures = {
  version: 1,
  name: 'pictures',
  network: network(4),
  dataset: { kind: 'imageFolder', path: 'pictures', width: 32, height: 32, validationFraction: 0 },
  training: {
    loss: 'softmaxCrossEntropy',
    optimizer,
    epochs: 30,
    batchSize: 10,
    seed: 1,
    observation: 'off',
  },
};

/** Forty pictures to learn from and more to be judged by, of four of the shapes, drawn by another seed. */
async function drawPictures(folder: string): Promise<void> {
  const made = renderedShapes.generate(renderedShapes.schema.parse({ kind: 'renderedShapes', seed: 77 }));
  const chosen = ['circle', 'cross', 'ring', 'crescent'];
  const bytes = new Uint8Array(32 * 32 * 3);
  for (const [split, from, each] of [
    ['train', 0, 10],
    ['test', 10, 25],
  ] as const) {
    for (const name of chosen) {
      const place = join(folder, split, name);
      mkdirSync(place, { recursive: true });
      const label = made.classNames.indexOf(name);
      for (let index = from; index < from + each; index++) {
        made.draw(10 * index + label, bytes, 0);
        await sharp(bytes, { raw: { width: 32, height: 32, channels: 3 } })
          .png()
          .toFile(join(place, `${index}.png`));
      }
    }
  }
}

interface Finished {
  readonly runId: string;
  readonly state: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly startFrom: { readonly hash: string; readonly layers: readonly string[] } | null;
}

describe('fine-tuning by the command line', { timeout: patience.test(8) }, () => {
  let home: string;
  const at = (name: string) => join(home, name);
  async function train(...parameters: string[]): Promise<Finished> {
    const { stdout, stderr, code } = await layerlab('train', ...parameters, '--home', at('home'), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Finished;
  }
  async function trainSeeds(...parameters: string[]): Promise<readonly Finished[]> {
    const { runs } = (await train(...parameters, '--seeds', `1..${seeds}`)) as unknown as {
      runs: Finished[];
    };
    expect(runs.map(({ state }) => state)).toEqual(Array(seeds).fill('completed'));
    return runs;
  }
  const parametersOf = (runId: string, name = 'last') =>
    new Map(
      readTensorFile(at(`home/runs/${runId}/${name}.safetensors`)).tensors.map(({ name: tensor, values }) => [
        tensor,
        values,
      ]),
    );

  let source: Finished;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-transfer-'));
    await drawPictures(at('pictures'));
    writeFileSync(at('shapes.layerlab.json'), JSON.stringify(shapes));
    writeFileSync(at('pictures.layerlab.json'), JSON.stringify(pictures));
    source = await train(at('shapes.layerlab.json'));
  }, patience.test(8));
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  it('keeps frozen weights bit for bit and does better than from scratch, over several seeds', async () => {
    const before = parametersOf(source.runId, 'best');
    const file = at('pictures.layerlab.json');
    const tuned = await trainSeeds(file, '--from', source.runId, '--freeze', 'body');
    const scratch = await trainSeeds(file);
    for (const { runId } of tuned) {
      const after = parametersOf(runId);
      const frozen = [...after.keys()].filter((name) => learned.includes(name.split('/')[1] ?? ''));
      expect(frozen.filter((name) => name.startsWith('parameters/'))).toHaveLength(14);
      for (const name of frozen) expect(after.get(name), name).toEqual(before.get(name));
    }
    const mean = (runs: readonly Finished[]) =>
      runs.reduce((sum, { metrics }) => sum + (metrics['testAccuracy'] ?? NaN), 0) / runs.length;
    expect(mean(tuned)).toBeGreaterThan(mean(scratch));
  });

  it('names the weights by their hash, so that the run can be repeated without the other', async () => {
    const [kept] = readdirSync(at('home/weights'));
    const first = await train(
      at('pictures.layerlab.json'),
      '--from',
      source.runId,
      '--set',
      'training.epochs=1',
    );
    expect(kept).toBe(`${first.startFrom?.hash}.safetensors`);
    const repeated = {
      ...pictures,
      startFrom: { ...first.startFrom },
      training: { ...pictures.training, epochs: 1 },
    };
    writeFileSync(at('repeated.layerlab.json'), JSON.stringify(repeated));
    rmSync(at(`home/runs/${source.runId}`), { recursive: true });
    const second = await train(at('repeated.layerlab.json'));
    expect(parametersOf(second.runId)).toEqual(parametersOf(first.runId));
  });

  it.each([
    ['a run that is not there', ['--from', 'nobody'], 1, 'no run and no file "nobody"'],
    ['a layer that is not there', ['--freeze', 'conv9'], 1, 'no layer and no block "conv9"'],
    ['a checkpoint of nothing', ['--checkpoint', 'last'], 2, 'no run is named'],
    ['a file that is no model', ['--from', 'pictures.layerlab.json'], 1, 'not a Keras or tfjs layers model'],
  ])('refuses %s', async (_what, parameters, exitCode, words) => {
    const given = parameters.map((each) => (existsSync(at(each)) ? at(each) : each));
    const { code, stderr } = await layerlab(
      'train',
      at('pictures.layerlab.json'),
      ...given,
      '--home',
      at('home'),
    );
    expect(code).toBe(exitCode);
    expect(stderr).toContain(words);
  });

  it('refuses weights that are damaged on the disk', async () => {
    const [kept = ''] = readdirSync(at('home/weights'));
    const path = at(`home/weights/${kept}`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { code, stderr } = await layerlab('train', at('repeated.layerlab.json'), '--home', at('home'));
    expect(code).toBe(1);
    expect(stderr).toContain('not those that the run was made with');
  });
});
