import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportResultSchema } from '@shared/contract/exports';
import { spirals } from '@shared/experiment/templates/spirals';
import { Database } from '../../../src-main/engine/runs/database/database';
import { ExportStore } from '../../../src-main/engine/runs/exportStore';
import { patience } from '../../patience';
import { writeExperiment } from '../../support/experiments';
import { openInBrowser, root, temporaryHome } from '../support/harness';
import { lookInBothSchemes } from '../support/schemes';
import { layerBox } from '../support/workbench';

/** A run whose latest export was found to deviate from its second hidden layer on; the run's id. */
function withDeviatingExport(home: string): string {
  const { network, dataset, training } = spirals.experiment;
  const file = writeExperiment(home, {
    ...{ version: 1, name: 'spirals', network, dataset, training: { ...training, epochs: 1 } },
  });
  const layerlab = join(root, 'scripts', 'layerlab.mjs');
  const told = execFileSync(process.execPath, [layerlab, 'train', file, '--home', home, '--json'], {
    encoding: 'utf8',
  });
  const { runId } = JSON.parse(told.trimEnd().split('\n').at(-1) ?? '{}') as { runId: string };
  const firstDeviation = {
    ...{ layer: 'hidden2', largestDifference: 0.25, tolerance: 1e-5, example: 7, deviates: true },
  };
  const database = Database.open(join(home, 'layerlab.sqlite'));
  new ExportStore(database).add(
    exportResultSchema.parse({
      ...{ runId, format: 'onnx', checkpoint: 'best', path: null, bytes: 1, sha256: '' },
      ...{
        asidePath: join(home, 'spirals.failed.onnx'),
        reportPath: '',
        createdAt: new Date().toISOString(),
      },
      report: {
        ...{ examples: 200, split: 'validation', largestDifference: 0.5, meanDifference: 0.1 },
        ...{ sameTop1: 0.9, tolerance: 1e-5, passed: false, firstDeviation },
      },
    }),
  );
  database.close();
  return runId;
}

describe('an export that deviates', () => {
  it(
    'colors the layers from the first that does on, which says by how much',
    async () => {
      const temporary = temporaryHome();
      const runId = withDeviatingExport(temporary.home);
      const app = await openInBrowser({ home: temporary.home });
      try {
        const { page } = app;
        await page.evaluate((id) => localStorage.setItem('layerlab.shownRun', id), runId);
        await page.reload();
        await layerBox(page, 'hidden2').locator('.deviates').waitFor();
        const colored = (id: string) => layerBox(page, id).locator('.deviates').count();
        const ids = spirals.experiment.network.layers.map(({ id }) => id);
        expect(await Promise.all(ids.map(colored))).toEqual([0, 0, 0, 1, 1, 1]);
        await page.getByRole('button', { name: 'The exported file deviates from here on' }).press('Enter');
        await page.getByText('gives other values than the trained network').waitFor();
        await lookInBothSchemes(page, 'deviation');
        expect(app.pageErrors).toEqual([]);
      } finally {
        await app.close();
        temporary.remove();
      }
    },
    patience.test(3),
  );
});
