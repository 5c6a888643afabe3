import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreparedDataset } from '@shared/data/prepared';
import { chain } from '@shared/experiment/templates/template';

/** One hidden layer with a ReLU, of which the names are `hidden` and `relu`, and the outputs `scores`: trains in a moment. */
export const smallNetwork = (hiddenUnits = 8, outputs = 2) =>
  chain(
    { id: 'input', kind: 'input' },
    { id: 'hidden', kind: 'dense', units: hiddenUnits },
    { id: 'relu', kind: 'relu' },
    { id: 'scores', kind: 'dense', units: outputs },
  );

/** Two spirals as a small network would get them. */
export const preparedSpirals: PreparedDataset = {
  hash: 'abc',
  name: 'Spirals',
  task: 'classification',
  examples: 200,
  inputShape: [2],
  inputDtype: 'float32',
  featureNames: ['x', 'y'],
  targetName: 'arm',
  classNames: ['0', '1'],
  splits: { training: 160, validation: 40, test: 0 },
  scaling: { offset: [0], factor: [1] },
};

/**
 * Writes an experiment into a folder, as a file of its name or of another; its path. Its layers are not looked at, which
 * would be a fifth of what a short training takes, unless its `training` asks for it.
 */
export function writeExperiment(
  folder: string,
  experiment: Readonly<Record<string, unknown>> & { readonly name: string; readonly training?: object },
  name = experiment.name,
): string {
  const path = join(folder, `${name}.layerlab.json`);
  const training = { observation: 'off', ...experiment.training };
  writeFileSync(path, JSON.stringify({ ...experiment, training }));
  return path;
}
