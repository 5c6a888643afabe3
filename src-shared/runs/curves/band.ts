import { thinnedPlaces, type Points } from './thin';

/**
 * Curves of several runs as one: of each step how many runs have it, and their mean, standard deviation, least and largest
 * value. Where a run's value was no number, there is no mean: a gap, NaN in all of them.
 */
export interface Band {
  readonly steps: Float64Array;
  readonly counts: Int32Array;
  readonly means: Float64Array;
  /** With n − 1 below; 0 where one run alone has the step. */
  readonly deviations: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** Every point of every curve counts, also of runs that ended earlier than others. */
export function bandOf(curves: readonly Points[]): Band {
  const steps = everyStep(curves);
  const band = emptyBand(steps);
  const places = curves.map(() => 0);
  for (const [at, step] of steps.entries()) {
    const values = curves.flatMap((curve, place) => {
      const next = places[place] ?? 0;
      if (curve.steps[next] !== step) return [];
      places[place] = next + 1;
      return [curve.values[next] ?? NaN];
    });
    write(band, at, values);
  }
  return band;
}

function emptyBand(steps: Float64Array): Band {
  const numbers = () => new Float64Array(steps.length);
  return {
    steps,
    counts: new Int32Array(steps.length),
    means: numbers(),
    deviations: numbers(),
    lows: numbers(),
    highs: numbers(),
  };
}

function everyStep(curves: readonly Points[]): Float64Array {
  const all = new Set<number>();
  for (const { steps } of curves) for (let at = 0; at < steps.length; at++) all.add(steps[at] ?? 0);
  return Float64Array.from(all).sort();
}

function write(
  { counts, means, deviations, lows, highs }: Band,
  at: number,
  values: readonly number[],
): void {
  const isWhole = values.every(Number.isFinite);
  const mean = isWhole ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  counts[at] = values.length;
  means[at] = mean;
  deviations[at] = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : mean - mean;
  lows[at] = isWhole ? Math.min(...values) : NaN;
  highs[at] = isWhole ? Math.max(...values) : NaN;
}

/** At most about `maximum` of its points; of every stretch the least and the largest value that any run has, and one gap. */
export function thinBand(band: Band, maximum: number): Band {
  const half = Math.floor(maximum / 2);
  const kept = [...new Set([...thinnedPlaces(band.lows, half), ...thinnedPlaces(band.highs, half)])];
  const places = kept.sort((a, b) => a - b);
  const chosen = (values: Float64Array) => Float64Array.from(places, (place) => values[place] ?? NaN);
  return {
    steps: chosen(band.steps),
    counts: Int32Array.from(places, (place) => band.counts[place] ?? 0),
    means: chosen(band.means),
    deviations: chosen(band.deviations),
    lows: chosen(band.lows),
    highs: chosen(band.highs),
  };
}
