import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const recordBytes = 2 + 3072;
let folder = '';

/** Record `index`: fine label, its group of five, and planes whose bytes tell where they are. */
function records(count: number): Buffer {
  const bytes = Buffer.alloc(count * recordBytes);
  for (let index = 0; index < count; index++) {
    const fine = index % 100;
    bytes.set([Math.floor(fine / 5), fine], index * recordBytes);
    for (let at = 0; at < 3072; at++) bytes[index * recordBytes + 2 + at] = (index + at) % 251;
  }
  return bytes;
}

beforeAll(() => {
  folder = workspace.path('cifar-100-binary');
  mkdirSync(folder);
  writeFileSync(join(folder, 'train.bin'), records(400));
  writeFileSync(join(folder, 'test.bin'), records(100));
  const names = Array.from({ length: 20 }, (_, group) => `group ${group}\n`).join('');
  writeFileSync(join(folder, 'coarse_label_names.txt'), names);
});

describe('CIFAR-100', () => {
  it('has the fine labels, or the coarse ones with their names, and the test file apart', async () => {
    const fine = await workspace.load({ kind: 'cifar100', path: folder });
    expect(fine).toMatchObject({ examples: 500, classes: 100, inputShape: [32, 32, 3] });
    expect(fine.splits.test).toHaveLength(100);
    expect([...fine.targets.subarray(98, 102)]).toEqual([98, 99, 0, 1]);
    // Image 7, row 2, column 3: 67 bytes into each plane of 1,024.
    const at = 7 * 3072 + (2 * 32 + 3) * 3;
    expect([...fine.inputs.subarray(at, at + 3)]).toEqual(
      [0, 1024, 2048].map((plane) => (7 + plane + 67) % 251),
    );

    const coarse = { kind: 'cifar100', path: folder, labels: 'coarse' } as const;
    expect([...(await workspace.load(coarse)).targets.subarray(4, 7)]).toEqual([0, 1, 1]);
    expect((await workspace.preview(coarse)).dataset.classNames.slice(0, 2)).toEqual(['group 0', 'group 1']);
  });

  it('read as CIFAR-10, and the other way round, is refused and called what it may be', async () => {
    const error = await workspace.refusal({ kind: 'cifar10', path: join(folder, 'train.bin') });
    expect(error.remedy).toContain('CIFAR-100 is another kind of data set');
    const other = await workspace.write('data_batch_1.bin', Buffer.alloc(10 * 3073));
    const swapped = await workspace.refusal({ kind: 'cifar100', path: other });
    expect(swapped.remedy).toContain('CIFAR-10 is another kind of data set');
  });

  it('that is a web page is called so', async () => {
    const path = await workspace.write('train.bin', '<!DOCTYPE html><title>Moved</title>');
    const error = await workspace.refusal({ kind: 'cifar100', path });
    expect(error.message).toBe('This is no CIFAR-100 batch: it is a web page');
  });
});
