import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'numpy');
const file = (name: string) => join(fixtures, name);

interface Expected {
  readonly x: number[];
  readonly y: (number | string | boolean)[];
  readonly shape: number[];
}
const expected = JSON.parse(readFileSync(file('expected.json'), 'utf8')) as Record<string, Expected>;

describe('arrays that NumPy saved', () => {
  it.each(Object.entries(expected))('have the values that NumPy has: %s', async (name, { x, y, shape }) => {
    const spec = { kind: 'numpy', path: file(`${name}.npz`), validationFraction: 0 } as const;
    const data = await workspace.load(spec);
    expect(data.inputShape).toEqual(shape.length === 2 ? [...shape, 1] : shape);
    expect([...data.inputs]).toEqual(x);
    const { dataset } = await workspace.preview(spec);
    const isRegression = name === 'values';
    expect(dataset.task).toBe(isRegression ? 'regression' : 'classification');
    expect(dataset.inputDtype).toBe(['images', 'gray', 'columnImages'].includes(name) ? 'uint8' : 'float32');
    const truth = isRegression
      ? y.map((value) => Math.fround(Number(value)))
      : y.map((value) => String(value));
    const ours = Array.from(data.targets, (target) =>
      isRegression
        ? target
        : name === 'flags'
          ? String(dataset.classNames[target] === '1')
          : dataset.classNames[target],
    );
    expect(ours).toEqual(truth);
  });

  it('come from two .npy files, or from two arrays told apart by their axes', async () => {
    const rows = expected['rows'];
    const two = { kind: 'numpy', path: file('x.npy'), targets: file('y.npy') } as const;
    expect([...(await workspace.load(two)).inputs]).toEqual(rows?.x);
    expect([...(await workspace.load({ kind: 'numpy', path: file('first.npz') })).inputs]).toEqual(rows?.x);
  });

  it('keep the arrays for validation and test apart, and say which array is not used', async () => {
    const spec = { kind: 'numpy', path: file('parts.npz'), scaling: 'none' } as const;
    const { inputs, targets, splits } = await workspace.load(spec);
    // Row r holds 3r, 3r + 1, 3r + 2 and is of class r mod 4.
    expect([...inputs]).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect([...targets]).toEqual(Array.from({ length: 20 }, (_, row) => row % 4));
    const rising = (indices: Int32Array) => [...indices].sort((a, b) => a - b);
    expect(rising(splits.training)).toEqual(Array.from({ length: 12 }, (_, row) => row));
    expect(rising(splits.validation)).toEqual([12, 13, 14]);
    expect(rising(splits.test)).toEqual([15, 16, 17, 18, 19]);
    const { dataset } = await workspace.preview(spec);
    expect(dataset.remarks).toEqual([
      'The array weights is not used.',
      'The data itself names its validation examples, so the validation share of 20.0 % is not drawn.',
    ]);
  });

  it('are the first by their names where two could be the test inputs, whatever the file’s order', async () => {
    const archive = new ZipFile();
    const [x, y] = [readFileSync(file('x.npy')), readFileSync(file('y.npy'))];
    for (const [name, bytes] of Object.entries({
      data_test: x,
      x_train: x,
      y_train: y,
      x_test: x,
      y_test: y,
    }))
      archive.addBuffer(bytes, `${name}.npy`);
    archive.end();
    const path = await workspace.write('two inputs.npz', await buffer(archive.outputStream));
    const { dataset } = await workspace.preview({ kind: 'numpy', path });
    expect(dataset.remarks).toContain('The array data_test is not used.');
  });

  it('are told by names with the split in front, as MedMNIST has them', async () => {
    const archive = new ZipFile();
    for (const split of ['train', 'val', 'test']) {
      archive.addBuffer(readFileSync(file('x.npy')), `${split}_images.npy`);
      archive.addBuffer(readFileSync(file('y.npy')), `${split}_labels.npy`);
    }
    archive.end();
    const path = await workspace.write('medical.npz', await buffer(archive.outputStream));
    const { splits } = await workspace.load({ kind: 'numpy', path });
    const count = splits.training.length;
    expect(count).toBeGreaterThan(0);
    expect([splits.validation.length, splits.test.length]).toEqual([count, count]);
  });

  it('say that whole numbers stored as fractions are values', async () => {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (20,), }`.padEnd(117, ' ');
    const numbers = Buffer.from(Float64Array.from({ length: 20 }, (_, index) => index % 2).buffer);
    const array = Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1'), numbers]);
    const archive = new ZipFile();
    for (const name of ['x.npy', 'y.npy']) archive.addBuffer(array, name);
    archive.end();
    const path = await workspace.write('fractions.npz', await buffer(archive.outputStream));
    const { dataset } = await workspace.preview({ kind: 'numpy', path });
    expect(dataset.task).toBe('regression');
    expect(dataset.remarks?.join()).toContain('The targets are 2 whole numbers stored as fractions');
  });

  it.each([
    ['halfTest.npz', 'holds x_test and no targets'],
    ['otherTest.npz', 'x_test (<f4, 5 × 2) does not fit x_train (<f4, 12 × 3)'],
    ['channelsFirst.npz', 'their channels stand first'],
    ['objects.npz', 'Python objects'],
    ['complex.npz', 'elements of the type <c8'],
    ['huge.npz', 'The value 1e+300 is larger than'],
    ['largeInputs.npz', 'The value 9007199254740992 is larger than'],
    ['oneHot.npz', 'one value an example is needed'],
    ['missing.npz', 'no finite number'],
    ['three.npz', 'not to be told; the file holds a (12), b (12), c (12)'],
    ['x.npy', 'there are no targets'],
  ])('are refused with the reason and what to do: %s', async (name, message) => {
    const error = await workspace.refusal({ kind: 'numpy', path: file(name) });
    expect(error).toMatchObject({ code: 'badDataset', where: expect.stringContaining(name) as unknown });
    expect(error.message).toContain(message);
    expect(error.remedy).not.toBeNull();
  });

  it.each([0, 1])('of which a byte has changed are refused by their checksum: array %i', async (index) => {
    // As numpy.savez stores them: nothing is packed, so that only the checksum tells.
    const archive = new ZipFile();
    for (const name of ['x.npy', 'y.npy'])
      archive.addBuffer(readFileSync(file(name)), name, { compress: false });
    archive.end();
    const bytes = await buffer(archive.outputStream);
    const starts = [bytes.indexOf('\x93NUMPY', 'latin1'), bytes.lastIndexOf('\x93NUMPY', 'latin1')];
    // NumPy's headers have 128 bytes; the lowest bits of a number change.
    const at = (starts[index] ?? 0) + 128;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const path = await workspace.write(`changed${index}.npz`, bytes);
    expect((await workspace.refusal({ kind: 'numpy', path })).message).toContain('checksum');
  });

  it('are refused where one file would be two things, or a file of targets mean nothing', async () => {
    const [x, y] = [file('x.npy'), file('y.npy')];
    const where = 'dataset.targets';
    expect(await workspace.refusal({ kind: 'numpy', path: y, targets: y })).toMatchObject({ where });
    const beside = await workspace.refusal({ kind: 'numpy', path: file('rows.npz'), targets: x });
    expect(beside).toMatchObject({ where, message: expect.stringContaining('its own targets') as unknown });
  });

  it('that are cut off, or something else, are refused', async () => {
    const whole = readFileSync(file('x.npy'));
    const targets = file('y.npy');
    const cut = await workspace.write('cut.npy', whole.subarray(0, 200));
    expect((await workspace.refusal({ kind: 'numpy', path: cut, targets })).message).toContain('cut off');
    const page = await workspace.write('page.npy', '<!doctype html><title>404</title>');
    expect((await workspace.refusal({ kind: 'numpy', path: page, targets })).message).toContain(
      'it is a web page',
    );
  });
});
