import { InvalidArgumentError } from 'commander';
import { mostRunsAtOnce } from '@shared/contract/runs/runTable';

const largestSeed = 2_147_483_647;
const form = 'Write seeds as 1..32, or 1,5,9, or both: 1..4,9.';

/**
 * Reads `1..32` or `1,5,9`, in the order written.
 * @throws InvalidArgumentError with what is wrong
 */
export function parseSeeds(text: string): number[] {
  const seeds: number[] = [];
  for (const part of text.split(',')) {
    for (const seed of seedsOf(part.trim(), mostRunsAtOnce - seeds.length)) {
      if (seeds.includes(seed)) throw new InvalidArgumentError(`Seed ${seed} stands there twice.`);
      seeds.push(seed);
    }
  }
  return seeds;
}

/** @param most how many more there may be */
function seedsOf(part: string, most: number): number[] {
  const [, first, last = first] = /^(\d+)(?:\.\.(\d+))?$/.exec(part) ?? [];
  if (first === undefined) throw new InvalidArgumentError(`"${part}" is no seed. ${form}`);
  const [from, to] = [Number(first), Number(last)];
  if (Math.max(from, to) > largestSeed) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${largestSeed}.`);
  }
  if (to < from) throw new InvalidArgumentError(`"${part}" goes backwards: write ${to}..${from}.`);
  if (to - from >= most) {
    throw new InvalidArgumentError(`Those are more than ${mostRunsAtOnce} seeds, as many as start at once.`);
  }
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
