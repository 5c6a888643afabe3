import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { comparisonReport } from '@shared/report/comparisonReport';
import { differencesOfRuns } from '@shared/runs/configuration/differences';
import type { EngineParts } from '../engineParts';
import { readCurves } from '../runs/metrics/curves';
import { compareRuns } from './compareRuns';

/** Points of a curve in a report: more than its picture has pixels for. */
const pointsOfCurve = 1500;
/** Curves in a report; with more of them none could be told apart. */
const mostRuns = 50;

/** A comparison of runs as one HTML file. @throws AppError `badArgument` for more runs than one can see */
export async function reportOn(
  parts: EngineParts,
  runIds: readonly RunId[],
  metric?: string,
): Promise<{ name: string; html: string }> {
  const ids = [...new Set(runIds)];
  if (ids.length > mostRuns) {
    throw new AppError('badArgument', `A report has at most ${mostRuns} runs, and these are ${ids.length}.`, {
      remedy: 'Name fewer runs.',
    });
  }
  const runs = ids.map((id) => parts.runs.detail(id));
  const judged = await judgedOrReason(parts, ids, metric);
  const html = comparisonReport({
    runs,
    differences: differencesOfRuns(runs),
    curves: readCurves(parts.metrics, ids, { maximumPoints: pointsOfCurve }),
    ...judged,
    createdAt: new Date().toISOString(),
    version: parts.versions.of(parts.trainers.facts).layerlab,
  });
  return { name: 'comparison.html', html };
}

/** Runs that cannot be judged can still be shown; a metric that was asked for by name must be one. */
async function judgedOrReason(parts: EngineParts, ids: readonly RunId[], metric?: string) {
  try {
    return { comparison: await compareRuns(parts, ids, metric), reason: null };
  } catch (thrown) {
    if (metric !== undefined || !(thrown instanceof AppError)) throw thrown;
    return { comparison: null, reason: `${thrown.message} ${thrown.remedy ?? ''}`.trim() };
  }
}
