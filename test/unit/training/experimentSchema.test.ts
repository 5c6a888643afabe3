import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { datasetCatalogue } from '@shared/data/catalogue';
import { experimentJsonSchema } from '@shared/experiment/schema';
import { parseExperiment } from '@shared/experiment/parsing';
import type { DatasetFacts } from '@shared/data/facts';
import { checkExperiment } from '@shared/experiment/check';
import { augmentationCatalogue } from '@shared/training/augmentations';
import { layerCatalogue } from '@shared/network/layers';
import { lossCatalogue } from '@shared/training/losses';
import { optimizerCatalogue } from '@shared/training/optimizers';
import { scheduleCatalogue } from '@shared/training/schedules';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';

const schemaFile = readFileSync(resolve('docs/experiment.schema.json'), 'utf8');
const page = readFileSync(resolve('docs/experiment-file.md'), 'utf8');
/** The first JSON block of the page. */
const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? 'null');

/** The published schema as something that checks values. */
const published = z.fromJSONSchema(JSON.parse(schemaFile));

describe('the experiment file’s JSON Schema', () => {
  it('in the documentation is the one generated from the code', () => {
    expect(JSON.parse(schemaFile)).toEqual(JSON.parse(JSON.stringify(experimentJsonSchema())));
  });

  it('takes the documented example', () => {
    expect(published.safeParse(example).error).toBeUndefined();
  });

  it.each([
    ['an unknown layer', { layers: [{ id: 'a', kind: 'densse' }], edges: [] }],
    ['a layer’s parameter out of range', { layers: [{ id: 'a', kind: 'dense', units: 0 }], edges: [] }],
    ['a layer’s misspelt parameter', { layers: [{ id: 'a', kind: 'dense', unit: 1 }], edges: [] }],
  ])('refuses %s', (_what, network) => {
    expect(published.safeParse({ ...(example as object), network }).success).toBe(false);
  });

  it.each([
    ['loss', 'softmax'],
    ['loss', { kind: 'huber', delta: -1 }],
    ['optimizer', { kind: 'adam', beta3: 0.9 }],
    ['schedule', 'linear'],
  ])('refuses the %s %j', (field, value) => {
    const training = { [field]: value };
    expect(published.safeParse({ ...(example as object), training }).success).toBe(false);
  });
});

describe('the page about the experiment file', () => {
  it('shows an example that Layerlab reads and finds nothing wrong with', () => {
    const classNames = Array.from({ length: 10 }, (_, index) => String(index));
    const facts: DatasetFacts = { inputShape: [32, 32, 3], task: 'classification', classNames };
    const { problems } = checkExperiment(parseExperiment(example), facts);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('names every kind there is', () => {
    const catalogues = [
      layerCatalogue,
      datasetCatalogue,
      lossCatalogue,
      optimizerCatalogue,
      scheduleCatalogue,
      augmentationCatalogue,
    ];
    const kinds = catalogues.flatMap((catalogue) => catalogue.map(({ kind }) => kind));
    expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  });
});
