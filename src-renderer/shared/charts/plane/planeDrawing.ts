import { chartFont, type ChartTheme } from '../chartTheme';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { classColor } from '../../theme/colors';
import { formatNumber } from '../../format';

/** A point of the plane with its class. */
export interface ClassPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
  /** Validation and test points are drawn hollow. */
  readonly hollow: boolean;
}

/** A part of the plane. */
export interface PlaneRanges {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/** What the network makes of a part of the plane, cell by cell. */
export interface PlaneHeat extends PlaneRanges {
  readonly columns: number;
  readonly rows: number;
  /** A pixel a cell, from the top row (largest y) down. */
  image(): HTMLCanvasElement;
  /** What is so in a cell, in words. @param row from the smallest y */
  describe(column: number, row: number): string;
}

export interface PlaneDrawing extends PlaneRanges {
  readonly width: number;
  readonly height: number;
  readonly points: readonly ClassPoint[];
  readonly xName: string;
  readonly yName: string;
  /** Without axes. */
  readonly compact: boolean;
}

const margins = {
  full: { left: 52, right: 10, top: 8, bottom: 38 },
  compact: { left: 0, right: 0, top: 0, bottom: 0 },
};

/** Where values fall on the canvas; y grows upwards. */
export function planeScales(
  drawing: Pick<PlaneDrawing, 'width' | 'height' | 'xRange' | 'yRange' | 'compact'>,
): {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
} {
  const margin = margins[drawing.compact ? 'compact' : 'full'];
  return {
    x: scaleLinear(drawing.xRange, [margin.left, Math.max(margin.left + 1, drawing.width - margin.right)]),
    y: scaleLinear(drawing.yRange, [Math.max(margin.top + 1, drawing.height - margin.bottom), margin.top]),
  };
}

/** What is told of a place of the plane. */
export function describePlace(
  { xRange, yRange, columns, rows, describe }: PlaneHeat,
  x: number,
  y: number,
): string {
  const cellOf = (value: number, [from, to]: readonly [number, number], cells: number) =>
    Math.min(cells - 1, Math.max(0, Math.floor(((value - from) / (to - from)) * cells)));
  return describe(cellOf(x, xRange, columns), cellOf(y, yRange, rows));
}

/**
 * Points and axes, to be laid over every new heat-map: drawing a thousand circles and a dozen words each time costs too
 * much.
 */
export function planeLayer(drawing: PlaneDrawing, pixelRatio: number, theme: ChartTheme): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(drawing.width * pixelRatio));
  canvas.height = Math.max(1, Math.round(drawing.height * pixelRatio));
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(pixelRatio, pixelRatio);
  const { x, y } = planeScales(drawing);
  const radius = drawing.compact ? 2 : 3;
  context.save();
  clipTo(context, plotOf(drawing));
  for (const point of drawing.points) drawPoint(context, x(point.x), y(point.y), point, radius, theme);
  context.restore();
  drawAxes(context, drawing, { x, y }, plotOf(drawing), theme);
  return canvas;
}

/** The heat-map with the layer over it, in CSS pixels of an empty canvas. */
export function drawPlane(
  context: CanvasRenderingContext2D,
  drawing: Omit<PlaneDrawing, 'points'>,
  image: HTMLCanvasElement | null,
  layer: HTMLCanvasElement,
): void {
  const { width, height } = drawing;
  const { x, y } = planeScales(drawing);
  if (image) {
    const { xRange, yRange } = drawing;
    context.save();
    clipTo(context, plotOf(drawing));
    context.imageSmoothingEnabled = true;
    const left = x(xRange[0]);
    const top = y(yRange[1]);
    context.drawImage(image, left, top, x(xRange[1]) - left, y(yRange[0]) - top);
    context.restore();
  }
  context.drawImage(layer, 0, 0, width, height);
}

/** Where on the canvas the plane lies, between its axes. */
interface Plot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function plotOf({ width, height, compact }: Pick<PlaneDrawing, 'width' | 'height' | 'compact'>): Plot {
  const margin = margins[compact ? 'compact' : 'full'];
  return {
    left: margin.left,
    top: margin.top,
    right: width - margin.right,
    bottom: height - margin.bottom,
  };
}

function clipTo(context: CanvasRenderingContext2D, { left, top, right, bottom }: Plot): void {
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}

function drawPoint(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  point: ClassPoint,
  radius: number,
  theme: ChartTheme,
): void {
  const color = classColor(point.label, theme.scheme);
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fillStyle = point.hollow ? theme.surface : color;
  context.fill();
  context.lineWidth = point.hollow ? 1.5 : 0.8;
  context.strokeStyle = point.hollow ? color : theme.surface;
  context.stroke();
}

function drawAxes(
  context: CanvasRenderingContext2D,
  drawing: PlaneDrawing,
  scales: ReturnType<typeof planeScales>,
  plot: Plot,
  theme: ChartTheme,
): void {
  context.strokeStyle = theme.borderStrong;
  context.lineWidth = 1;
  context.strokeRect(plot.left + 0.5, plot.top + 0.5, plot.right - plot.left - 1, plot.bottom - plot.top - 1);
  if (drawing.compact) return;
  context.fillStyle = theme.textMuted;
  context.font = `11px ${chartFont}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of scales.x.ticks((plot.right - plot.left) / 70)) {
    context.fillText(formatNumber(tick), scales.x(tick), plot.bottom + 5);
  }
  context.fillText(drawing.xName, (plot.left + plot.right) / 2, plot.bottom + 21, plot.right - plot.left);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of scales.y.ticks((plot.bottom - plot.top) / 28)) {
    context.fillText(formatNumber(tick), plot.left - 6, scales.y(tick));
  }
  context.save();
  context.translate(11, (plot.top + plot.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(drawing.yName, 0, 0, plot.bottom - plot.top);
  context.restore();
}
