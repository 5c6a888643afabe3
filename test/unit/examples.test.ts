import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mapPaths } from '@shared/data/catalogue';
import { parseExperimentText } from '@shared/experiment/parsing';
import { checkExperiment } from '@shared/experiment/check';
import { prepareDataset } from '../../src-main/engine/datasets';

const folder = resolve('examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.layerlab.json'));

describe('the folder of examples', () => {
  const directory = mkdtempSync(join(tmpdir(), 'layerlab-examples-'));
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('holds the one that the README trains', () => {
    const named = /npx layerlab train examples\/(\S+)/.exec(readFileSync('README.md', 'utf8'))?.[1];
    expect(files).toContain(named);
  });

  it.each(files)(
    '%s is valid, without a warning, on data that is drawn or stands beside it',
    async (name) => {
      const experiment = parseExperimentText(readFileSync(join(folder, name), 'utf8'));
      const beside = mapPaths(experiment.dataset, (path) => join(folder, path));
      mapPaths(beside, (path) => {
        expect(dirname(path)).toBe(folder);
        return path;
      });
      const { dataset } = await prepareDataset(beside, { directory });
      expect(dataset.remarks ?? []).toEqual([]);
      expect(checkExperiment(experiment, dataset).problems).toEqual([]);
    },
  );
});
