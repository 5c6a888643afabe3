import { coordinateSteps, type WarpedLayer, type WarpedPlane } from '@shared/pictures/layers/warpedPlane';
import type { ChartTheme } from '../chartTheme';
import { classColor } from '../../theme/colors';
import { bytesFromBase64 } from '../../files/base64';
import { mostProbable } from './heatmap';

export type Place = readonly [x: number, y: number];

/** A layer's picture of the plane: where it puts a grid, row by row from the smallest y, and some examples. */
export interface WarpedGrid {
  readonly side: number;
  readonly grid: readonly Place[];
  readonly examples: readonly { readonly place: Place; readonly label: number }[];
}

/** @param labels the examples' classes; of regression there are none, and all are drawn alike */
export function readWarped(
  { points, xRange, yRange }: Pick<WarpedLayer, 'points' | 'xRange' | 'yRange'>,
  side: number,
  labels: readonly number[],
): WarpedGrid {
  const view = new DataView(bytesFromBase64(points).buffer);
  const within = ([low, high]: readonly [number, number], at: number) =>
    low + ((high - low) * view.getUint16(at, true)) / coordinateSteps;
  const places = Array.from({ length: view.byteLength / 4 }, (_, point): Place => [
    within(xRange, 4 * point),
    within(yRange, 4 * point + 2),
  ]);
  const grid = places.slice(0, side * side);
  const examples = places.slice(side * side).map((place, at) => ({ place, label: labels[at] ?? 0 }));
  return { side, grid, examples };
}

/** Class and certainty of the cells of a grid, by the mean of what the net answers at a cell's corners. */
export type CellClass = (
  column: number,
  row: number,
) => { readonly label: number; readonly certainty: number };

/** @returns null where no classes are told */
export function cellClasses({ answers, side }: Pick<WarpedPlane, 'answers' | 'side'>): CellClass | null {
  if (answers === null) return null;
  const { classes } = answers;
  const bytes = bytesFromBase64(answers.probabilities);
  return (column, row) => {
    const at = row * side + column;
    const corners = [at, at + 1, at + side, at + side + 1];
    const means = Array.from({ length: classes }, (_, label) => {
      const sum = corners.reduce((total, corner) => total + (bytes[corner * classes + label] ?? 0), 0);
      return sum / (255 * corners.length);
    });
    const { index, probability } = mostProbable(means, 0, classes);
    return { label: index, certainty: (probability - 1 / classes) / (1 - 1 / classes) };
  };
}

const margin = 8;

/** Of a cell that is surely of a class; paler where it is less sure. Cells that lie over each other show through. */
const strength = 0.4;

/** A square on an empty canvas, both of whose axes have the same scale, so that right angles stay right where the layer leaves them so. */
export function drawWarped(
  context: CanvasRenderingContext2D,
  { side, grid, examples }: WarpedGrid,
  cells: CellClass | null,
  size: number,
  theme: ChartTheme,
): void {
  const fit = fitting([...grid, ...examples.map(({ place }) => place)], size);
  const at = (column: number, row: number): Place => fit(grid[row * side + column] ?? [0, 0]);
  const all = Array.from({ length: side }, (_, index) => index);
  if (cells !== null) {
    for (const row of all.slice(0, -1)) {
      for (const column of all.slice(0, -1)) {
        const { label, certainty } = cells(column, row);
        context.globalAlpha = strength * (0.2 + 0.8 * certainty);
        context.fillStyle = classColor(label, theme.scheme);
        trace(context, [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)]);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  }
  context.strokeStyle = theme.textMuted;
  for (const line of all.filter((index) => index % 2 === 0)) {
    context.lineWidth = line === 0 || line === side - 1 ? 1.2 : 0.6;
    for (const path of [all.map((column) => at(column, line)), all.map((row) => at(line, row))]) {
      trace(context, path);
      context.stroke();
    }
  }
  for (const { place, label } of examples) drawExample(context, fit(place), label, theme);
}

/** Brings places into a square, their middle in its middle. */
function fitting(places: readonly Place[], size: number): (place: Place) => Place {
  const range = (axis: 0 | 1) => {
    const values = places.map((place) => place[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  const scale = (size - 2 * margin) / (Math.max(right - left, high - low) || 1);
  return ([x, y]) => [size / 2 + (x - (left + right) / 2) * scale, size / 2 - (y - (low + high) / 2) * scale];
}

function trace(context: CanvasRenderingContext2D, path: readonly Place[]): void {
  context.beginPath();
  for (const [x, y] of path) context.lineTo(x, y);
}

function drawExample(
  context: CanvasRenderingContext2D,
  [x, y]: Place,
  label: number,
  { scheme, surface }: ChartTheme,
): void {
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = classColor(label, scheme);
  context.fill();
  context.lineWidth = 0.6;
  context.strokeStyle = surface;
  context.stroke();
}
