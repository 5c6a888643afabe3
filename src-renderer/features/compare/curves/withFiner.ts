import type { Curve } from '@shared/runs/run';
import { lowerBound } from '@shared/runs/curves/lowerBound';

/** A curve, or several as one, with the finer points of a part in the place of its own. */
export function withFiner<Drawn extends Pick<Curve, 'steps'>>(
  coarse: Drawn,
  finer: Drawn | undefined,
): Drawn {
  const [first, last] = [finer?.steps[0], finer?.steps.at(-1)];
  if (finer === undefined || first === undefined || last === undefined) return coarse;
  const before = lowerBound(coarse.steps, coarse.steps.length, first);
  const behind = lowerBound(coarse.steps, coarse.steps.length, last + 1);
  const columns = Object.entries(coarse).map(([name, own]: [string, unknown]) => {
    const inner: unknown = finer[name as keyof Drawn];
    return Array.isArray(own) && Array.isArray(inner)
      ? [name, [...own.slice(0, before), ...inner, ...own.slice(behind)]]
      : [name, own];
  });
  return Object.fromEntries(columns) as Drawn;
}
