import { layerIdSchema } from '@shared/ids';
import { expect, it } from 'vitest';
import {
  edgesTo,
  nearestUnit,
  placeOf,
  unitBeside,
} from '../../../src-renderer/features/results/picture/units/unitPlaces';

const column = (units: number, kernel: number[] = []) => ({
  ...{
    layer: layerIdSchema.parse(`of${units}`),
    units,
    dense: null,
    kernel,
    bias: [],
    ranges: [],
    values: '',
  },
});
const columns = [column(2), column(3, [1, -4, 0, 2, 3, -2]), column(1)];

it('a weight is a line from the unit that it weighs to the unit that sums, the largest last', () => {
  const edges = edgesTo(columns, 1);
  expect(edges.map(({ share }) => share)).toEqual([0, 0.25, 0.5, -0.5, 0.75, -1]);
  expect(edges.at(-1)).toEqual({ from: { column: 0, unit: 0 }, to: { column: 1, unit: 1 }, share: -1 });
  expect(edgesTo(columns, 0)).toEqual([]);
});

it('units stand evenly in their column', () => {
  expect(placeOf(columns, { column: 1, unit: 1 })).toEqual([0.5, 0.5]);
  expect(placeOf(columns, { column: 0, unit: 1 })).toEqual([1 / 6, 0.75]);
});

it('a unit that another net does not have gives way to the nearest that it has', () => {
  expect(nearestUnit(columns, { column: 1, unit: 2 })).toEqual({ column: 1, unit: 2 });
  expect(nearestUnit(columns, { column: 1, unit: 9 })).toEqual({ column: 1, unit: 2 });
  expect(nearestUnit(columns, { column: 5, unit: 9 })).toEqual({ column: 2, unit: 0 });
});

it('the arrow keys lead to the unit beside, and no further than the last', () => {
  const from = { column: 1, unit: 2 };
  expect(unitBeside(columns, from, 'ArrowUp')).toEqual({ column: 1, unit: 1 });
  expect(unitBeside(columns, from, 'ArrowDown')).toEqual(from);
  expect(unitBeside(columns, from, 'ArrowLeft')).toEqual({ column: 0, unit: 1 });
  expect(unitBeside(columns, from, 'ArrowRight')).toEqual({ column: 2, unit: 0 });
  expect(unitBeside(columns, from, 'Enter')).toBeNull();
});
