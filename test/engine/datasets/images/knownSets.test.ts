import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fashionMnist, mnist, setOf } from '../../../../src-main/engine/datasets/readers/knownSets';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

describe('data sets whose files are known by their hashes', () => {
  it('are told apart where their files have the same names', () => {
    const name = 'train-labels-idx1-ubyte.gz';
    const sets = [mnist, fashionMnist];
    expect(setOf(sets, name, 'd53e105ee54ea40749a09fcbcd1e9432')).toBe(mnist);
    expect(setOf(sets, name, '25c81989df183df01b3e8a0aad5dffbe')).toBe(fashionMnist);
    expect(setOf(sets, 't10k-labels-idx1-ubyte.gz', 'd53e105ee54ea40749a09fcbcd1e9432')).toBeNull();
  });

  it('are not what has only their names', async () => {
    const folder = workspace.path('cifar');
    mkdirSync(folder);
    copyFileSync('test/fixtures/pickles/python2', join(folder, 'data_batch_1'));
    const spec = { kind: 'cifar10', path: folder, validationFraction: 0 } as const;
    const { dataset } = await workspace.prepare(spec);
    expect(dataset.remarks).toEqual([
      'data_batch_1 is not the file of this name that CIFAR-10 has (www.cs.toronto.edu/~kriz/cifar.html), by its MD5.',
    ]);
  });
});
