import type { RunId } from '@shared/ids';
import { configurationOfRun, isRepetition } from '@shared/runs/configuration/differences';
import { foldsOfRuns } from '@shared/runs/configuration/folds';
import type { ConfigDifference, CurveBand, RunDetail } from '@shared/runs/run';
import type { Points } from '@shared/runs/curves/thin';
import { meanMargin, overlapOfFolds } from '@shared/statistics/intervals';
import { describeConfiguration, groupLetter } from '@shared/statistics/words';
import { smoothed } from '../../../shared/charts/curves/series';
import type { ChartCurve } from '../../../shared/charts/curves/curves';

/** What is drawn as a band: how far the runs of a configuration lie apart, or how sure their mean is. */
export const spreads = ['interval', 'range', 'deviation'] as const;
export type Spread = (typeof spreads)[number];

/** Runs of one configuration, whose curves are drawn as one. */
export interface CurveGroup {
  /** As in the verdict: `A: units 8`. */
  readonly name: string;
  readonly runs: readonly RunDetail[];
}

/** In the order in which their configurations come first, which is the verdict's. */
export function curveGroups(
  runs: readonly RunDetail[],
  differences: readonly ConfigDifference[],
): CurveGroup[] {
  const byConfiguration = new Map<string, RunDetail[]>();
  for (const run of runs) {
    const key = configurationOfRun(run);
    byConfiguration.set(key, [...(byConfiguration.get(key) ?? []), run]);
  }
  const groups = [...byConfiguration.values()];
  return groups.map((members, place) => {
    const first = runs.findIndex(({ id }) => id === members[0]?.id);
    const own = differences.filter(({ path }) => !isRepetition(path));
    const differs = Object.fromEntries(own.map(({ path, values }) => [path, values[first] ?? null]));
    const told = describeConfiguration({ differs }, groups);
    return { name: `${groupLetter(place)}: ${told}`, runs: members };
  });
}

export const idsOf = (groups: readonly CurveGroup[]): RunId[][] =>
  groups.map(({ runs }) => runs.map(({ id }) => id));

/** The mean of a configuration's runs with its band, as a chart draws it. */
export function bandCurve(
  band: CurveBand,
  { name, runs }: CurveGroup,
  look: {
    readonly color: string;
    readonly spread: Spread;
    readonly smoothing: number;
    readonly logarithmic: boolean;
    /** What a step is on the horizontal axis. */
    readonly scale: number;
  },
): ChartCurve {
  const { spread, smoothing, logarithmic, scale, color } = look;
  const dashed = band.split === 'training';
  const steps = band.steps.map((step) => step * scale);
  const means = numbers(band.means);
  const [low, high] = edgesOf(band, means, spread, overlapOfFolds(foldsOfRuns(runs)));
  const drawn = (values: ArrayLike<number> = []): Points =>
    smoothed({ steps, values }, dashed ? smoothing : 0, logarithmic);
  return {
    key: `${band.group}.${band.split}`,
    name: `${name} (mean of ${runs.length}), ${band.split}`,
    color,
    dashed,
    points: drawn(means),
    band: { low: drawn(low).values, high: drawn(high).values, counts: band.counts },
  };
}

function edgesOf(
  { counts, deviations, lows, highs }: CurveBand,
  means: Float64Array,
  spread: Spread,
  overlap: number,
) {
  if (spread === 'range') return [numbers(lows), numbers(highs)];
  const margins = numbers(deviations).map((deviation, place) =>
    spread === 'deviation' ? deviation : meanMargin(deviation, counts[place] ?? 0, overlap),
  );
  return [-1, 1].map((sign) => means.map((mean, place) => mean + sign * (margins[place] ?? NaN)));
}

const numbers = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
