import type { CustomSeriesOption } from 'echarts/charts';
import type { ChartCurve } from './curves';

/** A stretch of a band without gaps, as pairs on the axes: along its upper edge, and back along the lower. */
type Outline = readonly (readonly [number, number])[];

/**
 * The area between a curve's edges, behind the curves. Where an edge cannot be drawn, on a logarithmic axis what is not
 * positive, it lies at the lower end of the axis.
 */
export function bandSeries(curve: ChartCurve, lowest: number, logarithmic: boolean): CustomSeriesOption {
  const outlines = outlinesOf(curve, (value) => (logarithmic && value <= 0 ? lowest : value));
  return {
    id: `${curve.key}.band`,
    type: 'custom',
    silent: true,
    clip: true,
    z: 0,
    // One datum for each point, so that the axes know the edges; the first of a stretch draws all of it.
    data: outlines.flatMap((outline, stretch) => outline.map(([x, y], place) => [x, y, stretch, place])),
    encode: { x: 0, y: 1 },
    renderItem: (_parameters, api) => {
      const outline = outlines[Number(api.value(2))];
      if (outline === undefined || api.value(3) !== 0) return null;
      const points = outline.map(([x, y]) => api.coord([x, y]));
      return { type: 'polygon', shape: { points }, style: { fill: curve.color, opacity: 0.16 } };
    },
  };
}

function outlinesOf({ points, band }: ChartCurve, drawable: (value: number) => number): Outline[] {
  if (band === undefined) return [];
  const outlines: [number, number][][] = [];
  let upper: [number, number][] = [];
  let lower: [number, number][] = [];
  const close = () => {
    if (upper.length > 0) outlines.push([...upper, ...lower.reverse()]);
    upper = [];
    lower = [];
  };
  for (let place = 0; place < points.steps.length; place++) {
    const [step = 0, low = NaN, high = NaN] = [points.steps[place], band.low[place], band.high[place]];
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      close();
      continue;
    }
    upper.push([step, drawable(high)]);
    lower.push([step, drawable(low)]);
  }
  close();
  return outlines;
}
