import { foldingOf } from '../data/dataset';
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

type Named = Pick<Experiment, 'name' | 'training' | 'dataset'>;

/** What may tell experiments of one name apart, in words; null where an experiment has nothing of the kind. */
const tellings: readonly ((experiment: Named) => string | null)[] = [
  ({ training }) => `seed ${training.seed}`,
  ({ dataset }) => {
    const folding = foldingOf(dataset);
    return folding && `fold ${folding.fold} of ${folding.folds}`;
  },
];

/** What the run is called that tries a remedy, beside those without. */
export function remedyName(name: string): string {
  return `${name.slice(0, longestStem - withRemedy.length)}${withRemedy}`;
}
const withRemedy = ', with remedy';

/** What the runs of experiments that are started together are called: by their seeds or folds, where nothing else tells them apart. */
export function runNames(experiments: readonly Named[]): string[] {
  return experiments.map((experiment) => {
    const { name } = experiment;
    const namesakes = experiments.filter((other) => other.name === name);
    if (namesakes.length === 1) return name;
    const telling = tellings.find((tell) => {
      const told = namesakes.map(tell).filter((words) => words !== null);
      return new Set(told).size === namesakes.length;
    });
    return telling === undefined ? name : `${name.slice(0, longestStem)} (${telling(experiment)})`;
  });
}
