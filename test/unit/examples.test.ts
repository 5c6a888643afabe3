import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatorCatalogue } from '@shared/data/catalogue';
import { parseExperimentText } from '@shared/experiment/parsing';
import { validateExperiment } from '@shared/experiment/validation';

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
    const data = generator?.generate(generator.schema.parse(experiment.dataset) as never);
    expect(data).toBeDefined();
    const facts = {
      inputShape: data?.inputShape ?? [],
      task: data?.task ?? 'regression',
      classes: data?.classNames.length ?? 0,
      targetSize: data?.targetSize ?? 0,
    };
    expect(validateExperiment(experiment, facts)).toEqual([]);
  });
});
