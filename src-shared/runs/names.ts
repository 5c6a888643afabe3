import type { Experiment } from '../experiment/experiment';

/**
 * A name that no other run has, so that runs of one experiment can be told apart: the wanted one unless it is taken,
 * else with the number after the largest, `spirals 2`, `spirals 3`.
 * @param others names of the runs that are there already
 */
export function nameApart(wanted: string, others: readonly string[]): string {
  if (!others.includes(wanted)) return wanted;
  const numbers = others.map((other) => numberOf(wanted, other)).filter((number) => number !== null);
  return `${wanted} ${Math.max(...numbers) + 1}`;
}

/** 1 for the name itself, n for the name with n behind it, null for another name. */
function numberOf(wanted: string, name: string): number | null {
  if (name === wanted) return 1;
  if (!name.startsWith(`${wanted} `)) return null;
  const rest = name.slice(wanted.length + 1);
  return /^[1-9]\d{0,5}$/.test(rest) ? Number(rest) : null;
}

/** Room that a name's end leaves for the seed: names are no longer than 200. */
const longestStem = 180;

/** What the runs of experiments that are started together are called: by their seeds, where nothing else tells them apart. */
export function runNames(experiments: readonly Pick<Experiment, 'name' | 'training'>[]): string[] {
  return experiments.map(({ name, training }) => {
    const namesakes = experiments.filter((other) => other.name === name);
    const seeds = new Set(namesakes.map((other) => other.training.seed));
    const isToldBySeed = namesakes.length > 1 && seeds.size === namesakes.length;
    return isToldBySeed ? `${name.slice(0, longestStem)} (seed ${training.seed})` : name;
  });
}
