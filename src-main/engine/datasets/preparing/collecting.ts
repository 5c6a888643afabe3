import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** From so many examples on, what preparing leaves behind is a share of the memory that a training needs. */
const manyExamples = 1_000_000;

/**
 * Has what preparing a large data set has left behind collected at once: the trainer, another process, needs the memory
 * now, while the garbage collector of this one would wait for work of its own.
 */
export function collectAfter(examples: number): void {
  if (examples < manyExamples) return;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}
