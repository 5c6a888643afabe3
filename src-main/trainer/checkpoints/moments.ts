import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateTensor } from '../session/session';
import { tensorFileBytes } from './safetensors';

/** Bytes that the moments of a run may take. */
const mostBytes = 20 * 2 ** 20;
/** With fewer there is nothing to go back through. */
const fewestMoments = 8;

const folderOf = (runDirectory: string): string => join(runDirectory, 'moments');

/** The file of the weights that a run had after a step. */
export function momentFile(runDirectory: string, step: number): string {
  return join(folderOf(runDirectory), `${step}.safetensors`);
}

/** The steps whose weights were kept, ascending; none of runs from before. */
export function momentsIn(runDirectory: string): number[] {
  try {
    const steps = readdirSync(folderOf(runDirectory)).map((name) => Number.parseInt(name, 10));
    return steps.filter(Number.isInteger).sort((a, b) => a - b);
  } catch {
    return [];
  }
}

/**
 * Which of the steps at which a run is seen have their weights kept: all of them, or as many as fit, evenly.
 * @param bytes of the weights
 */
export function keptSteps(steps: readonly number[], bytes: number): ReadonlySet<number> {
  const every = Math.max(1, Math.ceil((steps.length * bytes) / mostBytes));
  const kept = steps.filter((_, place) => (steps.length - 1 - place) % every === 0);
  return new Set(kept.length < Math.min(fewestMoments, steps.length) ? [] : kept);
}

/** Keeps the weights that a run had at some steps, so that it can be looked at as it was. */
export class MomentKeeper {
  private kept: ReadonlySet<number>;

  constructor(
    private readonly runDirectory: string,
    steps: readonly number[],
    bytes: number,
  ) {
    this.kept = keptSteps(steps, bytes);
  }

  /** @param weights asked for where they are kept */
  keep(step: number, weights: () => readonly StateTensor[]): void {
    if (!this.kept.has(step)) return;
    try {
      mkdirSync(folderOf(this.runDirectory), { recursive: true });
      // One that is lost is missed by nobody, and one in part is found damaged: it need not reach the disk at once.
      const pieces = tensorFileBytes({ tensors: weights(), metadata: { step: String(step) } });
      writeFileSync(momentFile(this.runDirectory, step), Buffer.concat([...pieces]));
    } catch {
      // A full disk ends no training for the sake of its pictures.
      this.kept = new Set();
    }
  }
}
