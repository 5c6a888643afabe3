import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chain } from '@shared/experiment/templates/template';
import { writeExperiment } from '../../support/experiments';
import { root } from '../support/harness';

const digits = {
  version: 1,
  name: 'digit reader',
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'flat', kind: 'flatten' },
    { id: 'hidden', kind: 'dense', units: 96 },
    { id: 'relu', kind: 'relu' },
    { id: 'scores', kind: 'dense', units: 10 },
  ),
  dataset: { kind: 'renderedDigits', examples: 4000 },
  training: { optimizer: { kind: 'adam', learningRate: 0.002 }, epochs: 12, batchSize: 64, seed: 1 },
};

/** A 3 as a person writes it, in shares of the field. */
const three = [
  [0.3, 0.22],
  [0.45, 0.14],
  [0.62, 0.2],
  [0.66, 0.34],
  [0.55, 0.46],
  [0.44, 0.49],
  [0.58, 0.52],
  [0.69, 0.65],
  [0.62, 0.8],
  [0.45, 0.86],
  [0.29, 0.78],
] as const;

/** Leaves a model of each kind of data: a table's row, a point of the plane (twice) and a drawing. */
export function trainModels(home: string): void {
  const train = (experiment: Parameters<typeof writeExperiment>[1]) => {
    const file = writeExperiment(home, experiment);
    execFileSync(process.execPath, [join(root, 'scripts', 'layerlab.mjs'), 'train', file, '--home', home]);
  };
  writeFileSync(
    join(home, 'fruit.csv'),
    [
      'color,size,ripe',
      ...Array.from(
        { length: 40 },
        (_, row) => `${['red', 'green'][row % 2]},${row},${row > 20 ? 'yes' : 'no'}`,
      ),
    ].join('\n'),
  );
  const small = chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 2 });
  train({
    version: 1,
    name: 'fruit',
    network: small,
    dataset: { kind: 'csv', path: 'fruit.csv' },
    training: { epochs: 2 },
  });
  for (const name of ['moons before', 'moons']) {
    train({
      version: 1,
      name,
      network: small,
      dataset: { kind: 'moons', examples: 200 },
      training: { epochs: 2 },
    });
  }
  train(digits);
}

/** Draws the 3 with the pointer. */
export async function draw(page: Page): Promise<void> {
  const field = await page.getByLabel('Draw here').boundingBox();
  if (field === null) throw new Error('there is no field to draw in');
  const [first, ...others] = three.map(
    ([x, y]) => [field.x + x * field.width, field.y + y * field.height] as const,
  );
  await page.mouse.move(first?.[0] ?? 0, first?.[1] ?? 0);
  await page.mouse.down();
  for (const [x, y] of others) await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.up();
}
