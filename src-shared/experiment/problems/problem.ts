import type { AppError } from '../../errors';
import type { NetworkProblem } from '../../network/inference';

/** An error about the experiment as a whole, unless a layer or another severity is said. */
export function problemOf(error: AppError, details: Partial<NetworkProblem> = {}): NetworkProblem {
  return { severity: 'error', error: error.toData(), layer: null, edge: null, fixes: [], ...details };
}
