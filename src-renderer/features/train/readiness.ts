import type { AppErrorData } from '@shared/errors';
import type { NetworkProblem } from '@shared/network/inference';

/** What stands in the way of training, the first thing to mend; null where nothing does. */
export function obstacleTo(problems: readonly NetworkProblem[]): AppErrorData | null {
  return problems.find((problem) => problem.severity === 'error')?.error ?? null;
}

/** Problems of the training configuration by the field that causes them: `loss`, `optimizer.learningRate`. */
export function problemsByField(problems: readonly NetworkProblem[]): Readonly<Record<string, AppErrorData>> {
  const byField: Record<string, AppErrorData> = {};
  for (const { error } of problems) {
    if (error.where?.startsWith('training.')) byField[error.where.slice('training.'.length)] ??= error;
  }
  return byField;
}
