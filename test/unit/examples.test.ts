import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatorCatalogue } from '@shared/data/catalogue';
import { parseExperimentText } from '@shared/experiment/parsing';
import { checkExperiment } from '@shared/experiment/check';

const folder = resolve('examples');
const files = readdirSync(folder);

describe('the folder of examples', () => {
  it('holds the one that the README trains', () => {
    const named = /npx layerlab train examples\/(\S+)/.exec(readFileSync('README.md', 'utf8'))?.[1];
    expect(files).toContain(named);
  });

  it.each(files)('%s is valid, without a warning, on data that needs no files', (name) => {
    const experiment = parseExperimentText(readFileSync(join(folder, name), 'utf8'));
    const generator = generatorCatalogue.find(({ kind }) => kind === experiment.dataset.kind);
    const data = generator?.generate(generator.schema.parse(experiment.dataset) as never) ?? null;
    expect(data).not.toBeNull();
    expect(checkExperiment(experiment, data).problems).toEqual([]);
  });
});
