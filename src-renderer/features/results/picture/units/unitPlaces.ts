import type { PictureOf } from '@shared/pictures/catalogue';

type Column = PictureOf<'units'>['columns'][number];

/** Of all units, which: its column from the inputs on, and its place there. */
export interface UnitPlace {
  readonly column: number;
  readonly unit: number;
}

/** The unit at a place, or the one nearest to it where there is none: another run may have fewer columns or units. */
export function nearestUnit(
  columns: readonly Pick<Column, 'units'>[],
  { column, unit }: UnitPlace,
): UnitPlace {
  const own = Math.max(0, Math.min(column, columns.length - 1));
  return { column: own, unit: Math.max(0, Math.min(unit, (columns[own]?.units ?? 1) - 1)) };
}

/** Where the middle of a unit lies, in shares of the picture's width and height. */
export function placeOf(
  columns: readonly Pick<Column, 'units'>[],
  { column, unit }: UnitPlace,
): [number, number] {
  return [(column + 0.5) / columns.length, (unit + 0.5) / (columns[column]?.units ?? 1)];
}

/** A weight as a line from one unit to another. */
export interface Edge {
  readonly from: UnitPlace;
  readonly to: UnitPlace;
  /** The weight as a share of the largest of its layer, from −1 to 1. */
  readonly share: number;
}

/** The weights that lead to a column, the smallest first, so that the largest lie on top. */
export function edgesTo(columns: readonly Column[], column: number): Edge[] {
  const [before, here] = [columns[column - 1], columns[column]];
  if (before === undefined || here === undefined) return [];
  const largest = here.kernel.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
  return here.kernel
    .map((weight, place) => ({
      from: { column: column - 1, unit: Math.floor(place / here.units) },
      to: { column, unit: place % here.units },
      share: weight / largest,
    }))
    .sort((one, other) => Math.abs(one.share) - Math.abs(other.share));
}

/** The unit that an arrow key leads to; null for other keys. */
export function unitBeside(
  columns: readonly Pick<Column, 'units'>[],
  { column, unit }: UnitPlace,
  key: string,
): UnitPlace | null {
  const [across, down] = steps[key] ?? [0, 0];
  if (across === 0 && down === 0) return null;
  const next = Math.min(columns.length - 1, Math.max(0, column + across));
  const [units, wanted] = [columns[next]?.units ?? 1, columns[column]?.units ?? 1];
  // To the side, as high as before.
  const beside = across === 0 ? unit + down : Math.floor(((unit + 0.5) / wanted) * units);
  return { column: next, unit: Math.min(units - 1, Math.max(0, beside)) };
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
