import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ModelReference, TryRequest } from '@shared/contract/models';
import { asKeptFolder } from '@shared/data/keptFolder';
import { experimentSchema } from '@shared/experiment/experiment';
import { requireTrained } from '@shared/runs/imported/trained';
import { chain } from '@shared/experiment/templates/template';
import { nameSeparator } from '@shared/exporting/predictions/predictionTable';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

async function trained(dataset: object, outputs: number, loss = 'softmaxCrossEntropy') {
  const home = temporaryFolder();
  const { client } = openEngine(home, programs);
  const train = async (more: object) => {
    const { runId } = await client.runs.start({
      experiment: experimentSchema.parse({
        version: 1,
        network: chain(
          { id: 'input', kind: 'input' },
          { id: 'flat', kind: 'flatten' },
          { id: 'scores', kind: 'dense', units: outputs },
        ),
        dataset: { ...dataset, ...more },
        training: { loss, epochs: 1, observation: 'off' },
      }),
    });
    await watchUntil(client, runId);
    return { runId, checkpoint: 'best' as const };
  };
  const model: ModelReference = await train({});
  const seen = async (example: TryRequest['example']) => (await client.models.try({ model, example })).values;
  return { home, client, model, train, seen };
}

const stored = (folder: string, id: string): unknown =>
  JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'));

describe('an example that is kept', () => {
  it('is what the model was given of a drawing and of an image, and is trained on as that', async () => {
    const { home, client, model, train, seen } = await trained({ kind: 'renderedDigits', examples: 200 }, 10);
    expect(await client.models.kept({ model })).toEqual({
      folder: null,
      count: 0,
      right: null,
      examples: [],
    });
    const drawing = { kind: 'values', values: Array.from({ length: 784 }, (_, at) => at % 256) } as const;
    const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#936' } })
      .png()
      .toBuffer();
    const image = { kind: 'image', base64: bytes.toString('base64') } as const;
    const first = await client.models.keep({ model, example: drawing, label: '3' });
    const second = await client.models.keep({ model, example: image, label: '7' });
    expect(first.folder.startsWith(join(home, 'examples'))).toBe(true);
    expect(second.folder).toBe(first.folder);
    expect(stored(first.folder, first.id)).toEqual({ label: '3', values: drawing.values });
    expect(stored(first.folder, second.id)).toEqual({ label: '7', values: await seen(image) });

    const after = await train({ alsoTrainOn: first.folder });
    const before = await client.runs.get({ runId: 'runId' in model ? model.runId : after.runId });
    const run = await client.runs.get({ runId: after.runId });
    expect(run.datasetHash).not.toBe(before.datasetHash);
    const preview = await client.datasets.preview({
      dataset: requireTrained(run).experiment.dataset,
      rows: 0,
    });
    expect(preview.dataset.splits.training).toBe(162);

    const names: string[] = [];
    const answers = await client.models.predict({ model: after, input: first.folder });
    for await (const batch of answers) names.push(...batch.names.split(nameSeparator));
    expect(names.sort()).toEqual([`3/${first.id}`, `7/${second.id}`]);
  });

  it('is found by the name of its folder, also after the workspace was moved', async () => {
    const { home, client, model, train } = await trained({ kind: 'moons', examples: 60 }, 2);
    const { classNames } = (await client.models.describe({ model })).card?.dataset ?? { classNames: [] };
    const example = { kind: 'values' as const, values: [0.5, -0.25] };
    const { folder } = await client.models.keep({ model, example, label: classNames[0] ?? '' });
    const named = { alsoTrainOn: asKeptFolder(basename(folder)) };
    const run = await client.runs.get({ runId: (await train(named)).runId });
    const byPath = await client.runs.get({ runId: (await train({ alsoTrainOn: folder })).runId });
    expect(run.datasetHash).toBe(byPath.datasetHash);
    const { dataset } = requireTrained(run).experiment;
    expect(dataset).toMatchObject(named);

    const moved = temporaryFolder();
    cpSync(join(home, 'examples'), join(moved, 'examples'), { recursive: true });
    rmSync(join(home, 'examples'), { recursive: true });
    const there = openEngine(moved, programs).client;
    expect((await there.datasets.preview({ dataset, rows: 0 })).dataset.hash).toBe(run.datasetHash);
    for (const [alsoTrainOn, message] of [
      [asKeptFolder('of no data set'), 'There is no'],
      [asKeptFolder('../examples/moons'), 'names no folder of kept examples'],
      [asKeptFolder(''), 'names no folder of kept examples'],
    ] as const) {
      await expect(
        there.datasets.preview({ dataset: { ...dataset, alsoTrainOn }, rows: 0 }),
      ).rejects.toMatchObject({ data: { code: 'badDataset', message: expect.stringContaining(message) } });
    }
  });

  it('gets another label when it is kept again, and is gone when it is taken out', async () => {
    const { home, client, model } = await trained({ kind: 'moons', examples: 60 }, 2);
    const example = { kind: 'values' as const, values: [0.5, -0.25] };
    const answers = await client.models.try({ model, example });
    const right = answers.prediction.class ?? '';
    const classes = (await client.models.describe({ model })).card?.dataset.classNames ?? [];
    const wrong = classes.find((name) => name !== right) ?? '';
    await client.models.keep({ model, example, label: wrong });
    expect(await client.models.kept({ model })).toMatchObject({ count: 1, right: 0 });
    const { id } = await client.models.keep({ model, example, label: right });
    expect(await client.models.kept({ model })).toMatchObject({
      count: 1,
      right: 1,
      examples: [{ id, label: right, values: [0.5, -0.25], prediction: { class: right } }],
    });
    await client.models.takeOut({ model, id });
    expect(await client.models.kept({ model })).toMatchObject({ count: 0, examples: [] });
    await expect(client.models.takeOut({ model, id: '../../layerlab' })).rejects.toMatchObject({
      data: { code: 'notFound' },
    });
    rmSync(join(home, 'examples'), { recursive: true });
    writeFileSync(join(home, 'examples'), 'a file in place of the folder');
    await expect(client.models.keep({ model, example, label: right })).rejects.toMatchObject({
      data: { code: 'badArgument', message: expect.stringContaining('The example cannot be kept') },
    });
    for (const label of ['no class', 4]) {
      await expect(client.models.keep({ model, example, label })).rejects.toMatchObject({
        data: { code: 'badArgument', message: expect.stringContaining(`“${label}” is none of the classes`) },
      });
    }
  });

  it('is called by the name of its class, though that be a number', async () => {
    const { client, model } = await trained({ kind: 'renderedDigits', examples: 200 }, 10);
    const example = { kind: 'values', values: Array<number>(784).fill(7) } as const;
    await expect(client.models.keep({ model, example, label: 3 })).rejects.toMatchObject({
      data: { code: 'badArgument', message: expect.stringContaining('its label is the number 3') },
    });
  });

  it('of a table is its row as the columns became inputs, apart from that of another table of the name', async () => {
    const table = (rows: readonly string[]) => {
      const path = join(temporaryFolder(), 'fruit.csv');
      writeFileSync(path, ['color,size,weight', ...rows].join('\n'));
      return { kind: 'csv', path, target: 'weight', validationFraction: 0.2 };
    };
    const rows = Array.from({ length: 30 }, (_, row) => `${['red', 'green'][row % 2]},${row},${row / 2}`);
    const first = table(rows);
    const { client, model, train } = await trained(first, 1, 'meanSquaredError');
    const example = { kind: 'row', cells: { color: 'green', size: '12' } } as const;
    const { folder, id } = await client.models.keep({ model, example, label: 6.5 });
    expect(basename(folder)).toBe('fruit.csv');
    const { featureNames } = (await client.models.describe({ model })).card?.dataset ?? { featureNames: [] };
    const green = featureNames.map((name) => (name === 'size' ? 12 : Number(name.includes('green'))));
    expect(stored(folder, id)).toEqual({ label: 6.5, values: green });
    expect((await client.models.kept({ model })).right).toBeNull();

    const other = await train(table(rows.map((row) => row.replace('red', 'blue'))));
    const kept = await client.models.keep({ model: other, example, label: 1 });
    expect(basename(kept.folder)).toBe('fruit.csv 2');
  });
});
