import { formatNumber } from '../format';
import type { Curve } from '../runs/run';
import { html, type Markup } from './markup';

const width = 720;
const height = 300;
const margin = { left: 64, right: 12, top: 10, bottom: 34 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

export interface DrawnCurve extends Curve {
  readonly color: string;
}

/** Curves of one quantity over the step, as a picture without a script: training dashed, the others solid. */
export function curveFigure(title: string, curves: readonly DrawnCurve[]): Markup {
  const xs = extentOf(curves.flatMap(({ steps }) => ends(steps)));
  const ys = extentOf(curves.flatMap(({ values }) => ends(values.filter((value) => value !== null))));
  if (xs === null || ys === null) return html`<p class="muted">${title}: no value was a finite number.</p>`;
  const x = scale(xs, margin.left, margin.left + inner.width);
  const y = scale(ys, margin.top + inner.height, margin.top);
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title} by step">
      ${ticks(ys).map(
        (tick) =>
          html`<line
              class="grid"
              x1="${margin.left}"
              x2="${width - margin.right}"
              y1="${y(tick)}"
              y2="${y(tick)}"
            /><text class="tick" x="${margin.left - 6}" y="${y(tick) + 4}" text-anchor="end"
              >${formatNumber(tick)}</text
            >`,
      )}
      ${ticks(xs).map(
        (tick) =>
          html`<text class="tick" x="${x(tick)}" y="${height - 14}" text-anchor="middle"
            >${formatNumber(tick)}</text
          >`,
      )}
      ${curves.map(
        (curve) =>
          html`<path class="curve ${curve.split}" stroke="${curve.color}" d="${pathOf(curve, x, y)}" />`,
      )}
    </svg>
  </figure>`;
}

/** The least and the largest of many values; none where there are none. */
function ends(values: readonly number[]): number[] {
  let [least, largest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return least > largest ? [] : [least, largest];
}

type Extent = readonly [low: number, high: number];

function extentOf(values: readonly number[]): Extent | null {
  const [low, high] = ends(values);
  if (low === undefined || high === undefined) return null;
  const room = Math.abs(low) * 0.05 || 1;
  return low === high ? [low - room, high + room] : [low, high];
}

function scale([low, high]: Extent, from: number, to: number): (value: number) => number {
  return (value) => Math.round((from + ((value - low) / (high - low)) * (to - from)) * 100) / 100;
}

/** Some four round numbers within an extent. */
function ticks([low, high]: Extent): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const found: number[] = [];
  for (let count = Math.ceil(low / step); count * step <= high && found.length < 12; count++) {
    found.push(Number((count * step).toPrecision(12)));
  }
  return found;
}

/** A value that was no number is a gap; one that stands alone between gaps is a dot. */
function pathOf(
  { steps, values }: Curve,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  let isDrawing = false;
  for (const [place, value] of values.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    const point = `${x(steps[place] ?? 0)} ${y(value)}`;
    const next = values[place + 1] ?? null;
    if (isDrawing) parts.push(`L${point}`);
    else parts.push(next === null ? `M${point}h0.01` : `M${point}`);
    isDrawing = true;
  }
  return parts.join('');
}
