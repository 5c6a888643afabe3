import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { experimentSchema } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import { inferNetwork } from '@shared/network/inference';
import { onnx } from '@shared/exporting/onnx';
import { Random } from '@shared/random';
import { describe, expect, it } from 'vitest';
import { readModelFiles } from '../../../src-main/engine/imports';
import { patience } from '../../patience';
import { mutated, mutations, seedsOf, tellCounts } from '../../support/mutations';
import { encoded, exportCases, trainedCase } from '../exporting/formats/exported';
import { tfjsFiles } from './tfjsFiles';

const fixtures = join(import.meta.dirname, '../../fixtures');
const keras = (file: string) => readFileSync(join(fixtures, 'keras_files', file));

const weightFiles = JSON.parse(
  readFileSync(join(fixtures, 'safetensors', 'weights.json'), 'utf8'),
) as readonly { readonly file: string; readonly layers: { id: string; kind: string }[] }[];

/** The network that a file of weights alone is for; null for all others. */
function placeFor(name: string) {
  const layers = weightFiles.find(({ file }) => file === name)?.layers;
  if (layers === undefined) return null;
  const experiment = experimentSchema.parse({
    ...{ version: 1, network: chain(...layers), dataset: { kind: 'moons' }, training: {} },
  });
  return () => Promise.resolve({ experiment, network: inferNetwork(experiment.network, null) });
}

interface Kind {
  /** The file that is damaged, and those beside it. */
  readonly name: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly usual: number;
}

const alone = (name: string, bytes: Buffer, usual: number): Kind => ({
  ...{ name, usual },
  files: new Map([[name, bytes]]),
});

function configOf(model: string): Buffer {
  const stored = readFileSync(join(fixtures, 'keras_models', model), 'utf8');
  return Buffer.from(JSON.stringify((JSON.parse(stored) as { readonly model: unknown }).model));
}

const tfjs = tfjsFiles();
const kinds: readonly Kind[] = [
  // Every one of these takes a process.
  ...['convnet.keras', 'convnet.h5', 'nested.h5'].map((name) => alone(name, keras(name), 12)),
  alone('model.json', configOf('keras3_functional.json'), 300),
  { name: 'model.json', files: tfjs, usual: 300 },
  { name: 'weights.bin', files: tfjs, usual: 60 },
];
const foreign = [
  'convnet_opset22.onnx',
  'activations_opset14.onnx',
  'old_opset7.onnx',
  'sequence_dynamo.onnx',
];
const all: readonly Kind[] = [
  ...kinds,
  alone('model.onnx', await onnxFile(), 40),
  ...weightFiles.map(({ file }) => alone(file, readFileSync(join(fixtures, 'safetensors', file)), 200)),
  ...foreign.map((name) => alone(name, readFileSync(join(fixtures, 'onnx_models', name)), 100)),
];

async function onnxFile(): Promise<Buffer> {
  const [given = expect.fail('there are cases')] = exportCases;
  const { bytes } = await encoded(trainedCase(given).trained, onnx.schema.parse({ format: 'onnx' }));
  return Buffer.from(bytes);
}

/** Each kind has the time that its number takes. */
const timeout = patience.test(1 + mutations(300) / 100);

describe('a damaged model', { timeout }, () => {
  it.each(all)('of $name is read, or refused with its place', async ({ name, files, usual }) => {
    const tried = mutations(usual);
    const wrong: unknown[] = [];
    let refused = 0;
    for (const seed of seedsOf(tried)) {
      const bytes = mutated(files.get(name) ?? Buffer.alloc(0), new Random(seed, 3));
      try {
        await readModelFiles(new Map([...files, [name, bytes]]), placeFor(name));
      } catch (thrown) {
        refused++;
        const isTold = thrown instanceof AppError && thrown.code !== 'internal';
        // Of weights apart, the place is the model's file or what is said of them in it.
        const isPlaced = isTold && thrown.where?.startsWith(files.size > 1 ? 'model.json' : name) === true;
        if (!isPlaced || thrown.remedy === null) wrong.push({ seed, thrown });
      }
    }
    tellCounts([...files.keys()].join(' with '), refused, tried);
    expect(wrong).toEqual([]);
    expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(1e9);
  });
});
