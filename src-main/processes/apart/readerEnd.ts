import { AppError, type ErrorCode } from '@shared/errors';
import type { ProcessEnd } from '../ending';

/** What a process that reads a file says before it looks into it. */
export const begun = { kind: 'begun' } as const;
export type Begun = typeof begun;

/**
 * What is wrong where a process that was to read a file ended before it had begun, for lack of memory or processes: it says
 * nothing of the file.
 */
export function neverBegan({ code, signal, failure }: ProcessEnd, of: ErrorCode, path?: string): AppError {
  const how = failure?.message ?? `it ended with ${signal ?? `code ${code ?? 'none'}`}`;
  return new AppError(of, `The process that reads the file could not be started: ${how}`, {
    ...(path !== undefined && { where: path }),
    remedy: 'Close other programs where memory or processes run short, then try again.',
    ...(failure !== null && { cause: failure }),
  });
}
