import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeTargets } from '@shared/code';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForAll } from '../../engine/support/workspace';
import { patience } from '../../patience';
import { augmentations, changed, images, programsWith, scaling, shape } from './changedImages';

const python = process.env['LAYERLAB_PEERS'];

interface Result {
  readonly name: string;
  readonly framework: string;
  readonly difference: number;
  readonly changedInPlace: boolean;
}

function writeCases(folder: string): void {
  for (const [index, augmentation] of augmentations.entries()) {
    const { values, draws, expected } = changed(augmentation);
    programsWith(augmentation).forEach((program, target) => {
      writeFileSync(join(folder, `${index}.${codeTargets[target]?.kind}.py`), program);
    });
    writeFileSync(
      join(folder, `${index}.json`),
      JSON.stringify({
        ...{ shape: [images, ...shape], images: [...values], draws, expected: [...expected] },
        ...scaling,
      }),
    );
  }
}

if (python === undefined) {
  console.warn(
    'Not run: what generated Keras and PyTorch code does to images. ' +
      'Set LAYERLAB_PEERS to a Python that has keras, tensorflow and torch.',
  );
}

describe.skipIf(python === undefined)('generated Python code changes training images', () => {
  const folder = folderForAll();
  let results: readonly Result[];

  beforeAll(() => {
    writeCases(folder);
    const script = join(import.meta.dirname, '../../fixtures/code/augment.py');
    const printed = execFileSync(python ?? '', [script, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    results = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Result);
  }, patience.test(15));

  it('as Layerlab does, with the numbers that it draws, and trains on them', () => {
    expect(results).toHaveLength(2 * augmentations.length);
    for (const { name, framework, difference } of results) {
      expect(difference, `${JSON.stringify(augmentations[Number(name)])} in ${framework}`).toBeLessThan(1e-4);
    }
  });

  it('and leaves what they are made of as it is', () => {
    expect(results.filter(({ changedInPlace }) => changedInPlace)).toEqual([]);
  });
});
