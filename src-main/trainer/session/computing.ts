import { cpus } from 'node:os';
import type { Computing } from '@shared/runs/versions/versions';
import { threadsOfOperation } from './cores';

/** What this process computes with. */
export function computingWith(kernels: Computing['kernels'], parts: number): Computing {
  const processor = cpus()[0]?.model.trim() ?? process.arch;
  return { processor, kernels, threads: kernels === 'javaScript' ? 1 : threadsOfOperation(), parts };
}
