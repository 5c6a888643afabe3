import type { Experiment } from '@shared/experiment/experiment';
import type { RunDetail } from '@shared/runs/run';
import type { ComparedPair, Comparison } from '@shared/statistics/comparison';

/** Pairs below which no paired comparison can see anything. */
const fewestPairs = 6;
/** Seeds a side that one click starts at the most. */
const mostSeeds = 20;

/** The runs that two configurations lack for a verdict. */
export interface LackingRuns {
  readonly experiments: readonly Experiment[];
  readonly seeds: readonly number[];
}

/**
 * What to train so that a pair of too few seeds can be judged: both configurations with the same seeds, those that either
 * has first, then the smallest that neither has.
 * @returns null where a verdict is there, or nothing is lacking
 */
export function lackingRuns(
  { groups }: Pick<Comparison, 'groups'>,
  { of, verdict, seedsNeeded }: ComparedPair,
  runs: readonly RunDetail[],
): LackingRuns | null {
  if (verdict !== 'tooFewSeeds') return null;
  const sides = of.map((place) => groups[place]).filter((group) => group !== undefined);
  // What folds lack are folds, not seeds.
  if (sides.some(({ folds }) => folds > 1)) return null;
  const wanted = Math.min(mostSeeds, Math.max(fewestPairs, seedsNeeded ?? 0));
  const seeds = seedsFor(
    sides.flatMap((side) => side.seeds.filter((seed) => seed !== null)),
    wanted,
  );
  const patterns = sides.map(({ runs: [first] }) => runs.find(({ id }) => id === first)?.experiment ?? null);
  // Of an imported side no more can be trained, and more of the other alone would be no pairs.
  if (patterns.includes(null)) return null;
  const experiments = sides.flatMap(({ seeds: has }, place) => {
    const experiment = patterns[place] ?? null;
    if (experiment === null) return [];
    return seeds
      .filter((seed) => !has.includes(seed))
      .map((seed): Experiment => ({ ...experiment, training: { ...experiment.training, seed } }));
  });
  return experiments.length === 0 ? null : { experiments, seeds };
}

function seedsFor(present: readonly number[], wanted: number): number[] {
  const seeds = new Set(present);
  for (let seed = 1; seeds.size < wanted; seed++) seeds.add(seed);
  return [...seeds].sort((a, b) => a - b);
}
