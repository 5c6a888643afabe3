import { importModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly quantization?: object;
}

const layerNames = ['dense_10', 'block/dense'];
const kernel = [1, 2, 3, 4, 5, 6];
const bias = [7, 8];
const second = [9, 10];

/** Two dense layers, 3 → 2 → 1 without a bias, as tfjs stores them. */
function model(entries: readonly Entry[], paths: readonly string[] = ['weights.bin']) {
  const [first, other] = layerNames;
  const layers = [
    { class_name: 'Dense', config: { name: first, units: 2, batch_input_shape: [null, 3] } },
    { class_name: 'Dense', config: { name: other, units: 1, use_bias: false } },
  ];
  return {
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', keras_version: '2.4.0', config: { name: 'm', layers } },
    weightsManifest: [{ paths, weights: entries.map((entry) => ({ dtype: 'float32', ...entry })) }],
  };
}

const named = (first: string, other: string): Entry[] => [
  { name: `${first}/kernel`, shape: [3, 2] },
  { name: `${first}/bias`, shape: [2] },
  { name: `${other}/kernel`, shape: [2, 1] },
];
const floats = (...values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
const bytes = floats(...kernel, ...bias, ...second);
const read = (entries: readonly Entry[], file: Uint8Array = bytes) =>
  importModel(model(entries), new Map([['weights.bin', file]]));
const valuesOf = (...given: Parameters<typeof read>) =>
  read(...given).weights.map(({ values }) => [...values]);

describe('weights find their layer', () => {
  it.each([
    ['by its name', 'dense_10', 'block/dense'],
    ['with a number behind it, from a second time in one program', 'dense_10_1', 'block/dense_1'],
    ['said twice, as Keras does', 'dense_10/dense_10', 'block/dense/block/dense'],
    ['behind the name of a model', 'model_1/dense_10', 'model_1/block/dense'],
    ['with a mark of the output', 'dense_10', 'block/dense'],
  ])('%s', (_how, first, other) => {
    expect(valuesOf(named(first, other))).toEqual([kernel, bias, second]);
  });
  it('with Keras’s mark of the tensor behind the weight', () => {
    const marked = named('dense_10', 'block/dense').map((entry) => ({ ...entry, name: `${entry.name}:0` }));
    expect(valuesOf(marked)).toEqual([kernel, bias, second]);
  });
  it('but never by a number where a layer has the very name', () => {
    const entries = [...named('dense_10', 'block/dense'), { name: 'dense_10_1/kernel', shape: [3, 2] }];
    const { remarks } = read(entries, floats(...kernel, ...bias, ...second, ...kernel));
    expect(remarks.join(' ')).toContain('dense_10_1/kernel');
  });
  it('and are refused where a layer’s is not there, or has other axes', () => {
    expect(() => read(named('other', 'block/dense'))).toThrow(/dense_10\/kernel of 3×2 is not in the file/);
    const turned = named('dense_10', 'block/dense').map((entry, index) =>
      index === 0 ? { ...entry, shape: [2, 3] } : entry,
    );
    expect(() => read(turned)).toThrow(/has the shape 2×3/);
  });
});

describe('the bytes of weights', () => {
  const entries = named('dense_10', 'block/dense');
  it('are refused where some are left over, which are counted', () => {
    expect(() => read(entries, floats(...kernel, ...bias, ...second, 1))).toThrow(
      /hold 44 bytes, of which the model names 40: 4 are left over/,
    );
  });
  it('are refused where some are missing', () => {
    expect(() => read(entries, bytes.subarray(0, 37))).toThrow(
      /end before block\/dense\/kernel: at least 3 bytes/,
    );
  });
  it('may be cut into shards anywhere', () => {
    const paths = ['a.bin', 'b.bin', 'c.bin'];
    const files = new Map([
      ['a.bin', bytes.subarray(0, 5)],
      ['b.bin', bytes.subarray(5, 26)],
      ['c.bin', bytes.subarray(26)],
    ]);
    expect(importModel(model(entries, paths), files).weights.map(({ values }) => [...values])).toEqual([
      kernel,
      bias,
      second,
    ]);
  });
});

describe('quantized weights', () => {
  const [first, ...others] = named('dense_10', 'block/dense');
  const quantized = (quantization: object) => [{ ...(first as Entry), quantization }, ...others];
  const rest = floats(...bias, ...second);
  it('of bytes stand on their scale', () => {
    const entries = quantized({ dtype: 'uint8', scale: 0.5, min: -1 });
    const file = Uint8Array.from([0, 1, 2, 3, 4, 255, ...rest]);
    expect(valuesOf(entries, file)[0]).toEqual([-1, -0.5, 0, 0.5, 1, 126.5]);
  });
  it('of two bytes too', () => {
    const entries = quantized({ dtype: 'uint16', scale: 2, min: 1 });
    const file = Uint8Array.from([
      ...new Uint8Array(Uint16Array.from([0, 1, 2, 256, 4, 65_535]).buffer),
      ...rest,
    ]);
    expect(valuesOf(entries, file)[0]).toEqual([1, 3, 5, 513, 9, 131_071]);
  });
  it('of half precision are read by IEEE 754', () => {
    // 1, −2, 65504 (the largest), 2⁻¹⁴ (the smallest normal), 2⁻²⁴ (the smallest), 1/3 rounded.
    const halves = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555];
    const file = Uint8Array.from([...new Uint8Array(Uint16Array.from(halves).buffer), ...rest]);
    expect(valuesOf(quantized({ dtype: 'float16' }), file)[0]).toEqual([
      1,
      -2,
      65_504,
      2 ** -14,
      2 ** -24,
      0.333251953125,
    ]);
  });
  it('of another kind are refused by name', () => {
    expect(() => read(quantized({ dtype: 'int4', scale: 1, min: 0 }))).toThrow(/int4/);
  });
  it('of whole numbers are refused', () => {
    expect(() => read([{ ...(first as Entry), dtype: 'int32' }, ...others])).toThrow(/stored as int32/);
  });
});
