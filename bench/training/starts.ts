import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initializeWeights } from '@shared/network/initialWeights';
import type { Compilation } from '@shared/training/computing/compilation';
import { createCompiledSession, ProgramCache } from '../../src-main/trainer/compile';
import { requireNative } from '../../src-main/trainer/session/native';
import { median } from '../median';
import { conditions, type Case, type Examples } from './cases';
import { requestFor } from './request';

/** How steps are made ready: by TensorFlow, as machine code made anew, and as machine code that was kept. */
const ways = {
  plain: 'by TensorFlow',
  anew: 'as machine code',
  kept: 'as machine code that was kept',
} as const;
type Way = keyof typeof ways;

/** Medians of milliseconds. */
export interface Starts {
  readonly case: string;
  readonly milliseconds: Readonly<Record<Way, number>>;
}

/**
 * Milliseconds until the first step has been taken: TensorFlow is loaded, the session made ready, and its machine code
 * compiled or taken from the folder. Must be the first to load TensorFlow.
 */
export function measureStart(which: Case, given: Examples, compilation: Compilation, folder: string): number {
  const begin = performance.now();
  const programs = new ProgramCache(folder);
  if (compilation === 'xla') programs.announce();
  const request = requestFor(which, given, { compilation });
  const make = () => createCompiledSession(request);
  const session = compilation === 'xla' ? programs.around(requireNative().tensorflowVersion, make) : make();
  try {
    session.writeState(initializeWeights(request.network, request.training.config.seed));
    const learningRates = Float32Array.of(conditions.learningRate);
    session.run({ firstBatch: 0, firstStep: 0, learningRates });
    return performance.now() - begin;
  } finally {
    session.dispose();
  }
}

/** @param measureAlone measures a start in a process of its own, with the folder where machine code is kept */
export function measureStarts(
  which: Case,
  repeats: number,
  measureAlone: (compilation: Compilation, folder: string) => number,
): Starts {
  const took: Record<Way, number[]> = { plain: [], anew: [], kept: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    const folder = mkdtempSync(join(tmpdir(), 'layerlab-bench-'));
    try {
      took.plain.push(measureAlone('plain', folder));
      took.anew.push(measureAlone('xla', folder));
      took.kept.push(measureAlone('xla', folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const milliseconds = { plain: median(took.plain), anew: median(took.anew), kept: median(took.kept) };
  return { case: which.name, milliseconds };
}

/** One case in a line. */
export function lineOfStarts({ case: name, milliseconds }: Starts): string {
  const told = Object.entries(ways).map(([way, title]) => {
    const took = milliseconds[way as Way];
    return `${title} ${took.toFixed(0)} ms (${(took / milliseconds.plain).toFixed(2)}×)`;
  });
  return `${name}, to the end of the first step: ${told.join(', ')}`;
}
