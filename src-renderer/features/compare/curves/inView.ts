import type { RunId } from '@shared/ids';
import type { RunDetail } from '@shared/runs/run';
import type { Extent } from '../../../shared/charts/curves/zoom/window';
import { scaleOf, type Horizontal } from './horizontal';

/** Steps between two, both among them. */
interface Part {
  readonly fromStep: number;
  readonly toStep: number;
}

interface RunsInView {
  readonly runIds: readonly RunId[];
  readonly part: Part;
}

/** What of the runs is in view, whose curves are drawn each or, of a configuration's, as one. */
export interface InView {
  readonly drawn: 'each' | 'asOne';
  readonly of: readonly RunsInView[];
  readonly names: readonly string[];
}

/** Which steps of each run lie between two places of the axis. */
export function runsInView(runs: readonly RunDetail[], horizontal: Horizontal, axis: Extent): RunsInView[] {
  const together = new Map<string, { runIds: RunId[]; part: Part }>();
  for (const run of runs) {
    const part = partOf([run], horizontal, axis);
    const key = `${part.fromStep} ${part.toStep}`;
    const { runIds } = together.get(key) ?? { runIds: [] };
    together.set(key, { runIds: [...runIds, run.id], part });
  }
  return [...together.values()];
}

/** Of each group, whose runs are drawn as one, the steps between two places of the axis. */
export const groupsInView = (
  groups: readonly { readonly runs: readonly RunDetail[] }[],
  horizontal: Horizontal,
  axis: Extent,
): RunsInView[] =>
  groups.map(({ runs }) => ({ runIds: runs.map(({ id }) => id), part: partOf(runs, horizontal, axis) }));

/** Which steps of runs that are drawn as one lie between two places of the axis. */
function partOf(runs: readonly RunDetail[], horizontal: Horizontal, { low, high }: Extent): Part {
  const scale = scaleOf(horizontal, runs) ?? 1;
  return { fromStep: Math.floor(low / scale), toStep: Math.ceil(high / scale) };
}
