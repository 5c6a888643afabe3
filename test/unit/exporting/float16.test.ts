import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float16Bits } from '../../../src-main/engine/exporting/onnx/smaller/float16';

/** The same by the language's own half-precision numbers. */
function byDataView(value: number): number {
  const view = new DataView(new ArrayBuffer(2)) as DataView & {
    setFloat16(offset: number, value: number): void;
  };
  view.setFloat16(0, value);
  return view.getUint16(0);
}

it('rounds to half precision as the language does: normal, subnormal, infinite, even', () => {
  for (const value of [0, -0, 1, 65_504, 65_519, 65_520, 1e-8, 2 ** -25, 3 * 2 ** -25, 6.1e-5, Infinity]) {
    expect(float16Bits(value), String(value)).toBe(byDataView(Math.fround(value)));
  }
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      expect(float16Bits(value)).toBe(byDataView(value));
    }),
    { numRuns: 2000 },
  );
});
