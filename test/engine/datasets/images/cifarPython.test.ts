import { gzipSync } from 'node:zlib';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TestWorkspace } from '../workspace';

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'pickles');
const fixture = (name: string) => join(fixtures, name);
const workspace = new TestWorkspace();
const images = 6;

/** What `make.py` has put into its images, red, green and blue of each pixel. */
const expected = Uint8Array.from({ length: images * 3072 }, (_, index) => {
  const [image, place, plane] = [Math.floor(index / 3072), Math.floor((index % 3072) / 3), index % 3];
  return (7 * image + 31 * plane + place) % 256;
});

describe('CIFAR that was pickled by Python', () => {
  it.each(['python2', 'protocol2', 'protocol3', 'protocol4', 'protocol5', 'fortran'])(
    'has its pixels and labels: %s',
    async (name) => {
      const data = await workspace.load({ kind: 'cifar10', path: fixture(name), validationFraction: 0 });
      expect(data.inputs).toEqual(expected);
      expect([...data.targets]).toEqual([1, 0, 9, 3, 3, 1]);
    },
  );

  it('is read from its unpacked folder, with its names and its own test', async () => {
    const folder = workspace.path('cifar-10-batches-py');
    mkdirSync(folder);
    for (const name of ['data_batch_1', 'data_batch_2', 'test_batch']) {
      copyFileSync(fixture('python2'), join(folder, name));
    }
    copyFileSync(fixture('batches.meta'), join(folder, 'batches.meta'));
    const { dataset } = await workspace.prepare({ kind: 'cifar10', path: workspace.root });
    expect(dataset.splits).toMatchObject({ test: 6 });
    expect(dataset.classNames[9]).toBe('name 9');
  });

  it('has fine or coarse labels', async () => {
    const spec = { kind: 'cifar100', path: fixture('cifar100'), validationFraction: 0 } as const;
    expect([...(await workspace.load(spec)).targets]).toEqual([5, 99, 0, 5, 1, 2]);
    const coarse = await workspace.load({ ...spec, labels: 'coarse' });
    expect([...coarse.targets]).toEqual([3, 19, 0, 3, 1, 2]);
  });

  it.each([
    ['attack', 'it calls for posix.system, which is not run'],
    ['ordered', 'it calls for collections.OrderedDict, which is not run'],
    ['objects', 'an array holds Python objects'],
    ['floats', 'an array of f4 of the shape 6 × 3072'],
    ['cifar100', '“data” and “labels” are needed'],
    ['batches.meta', '“label_names” there'],
  ])('is refused where it is anything else: %s', async (name, words) => {
    const error = await workspace.refusal({ kind: 'cifar10', path: fixture(name) });
    expect(error.message).toContain(words);
    expect(error.where).toContain(fixture(name));
    expect(existsSync('/tmp/layerlab-attacked')).toBe(false);
  });

  it('is told how to be unpacked where its archive is chosen, or the folder that it lies in', async () => {
    const bytes = gzipSync(Buffer.alloc(512));
    const folder = workspace.path('packed');
    mkdirSync(folder);
    const path = await workspace.write('packed/cifar-10-python.tar.gz', bytes);
    const unpack = expect.stringContaining('tar -xzf cifar-10-python.tar.gz') as unknown;
    expect(await workspace.refusal({ kind: 'cifar10', path })).toMatchObject({ remedy: unpack });
    expect(await workspace.refusal({ kind: 'cifar10', path: folder })).toMatchObject({ remedy: unpack });
  });

  it('is refused where it is cut off, with the byte', async () => {
    const cut = await workspace.write('cut', readFileSync(fixture('python2')).subarray(0, 900));
    const { message } = await workspace.refusal({ kind: 'cifar10', path: cut });
    expect(message).toMatch(/it is cut off \(byte \d+\)/);
  });
});
