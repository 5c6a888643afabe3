import type { RunSummary } from '@shared/runs/run';

/** Runs with colors that tell them apart where they stand together: whose color is taken already gets the next free one. */
export function withColorsApart<Run extends Pick<RunSummary, 'color'>>(runs: readonly Run[]): Run[] {
  const taken = new Set<number>();
  return runs.map((run) => {
    let { color } = run;
    if (taken.has(color)) for (color = 0; taken.has(color);) color++;
    taken.add(color);
    return color === run.color ? run : { ...run, color };
  });
}
