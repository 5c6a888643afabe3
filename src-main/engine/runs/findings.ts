import type { Followed } from '@shared/diagnosis/record';
import { diagnose } from '@shared/diagnosis';
import type { Finding } from '@shared/diagnosis/finding';
import type { RunId } from '@shared/ids';
import type { Split } from '@shared/runs/run';
import type { EngineParts } from '../engineParts';
import { readObservations } from './observations';

/** What goes wrong in a run, by all that is kept of it. @throws AppError `notFound`, or where the row is damaged */
export function findingsOf(
  { runs, metrics, database }: Pick<EngineParts, 'runs' | 'metrics' | 'database'>,
  runId: RunId,
): Finding[] {
  const { state, baseline } = runs.summary(runId);
  const observations = readObservations(database, runId);
  if (observations.length === 0) return [];
  const { experiment, dataset } = runs.material(runId);
  const follow = (split: Split, name: string): Followed => metrics.read(runId, { split, name });
  return diagnose({
    experiment,
    dataset,
    state,
    baseline,
    observations,
    loss: follow('training', 'loss'),
    penalty: follow('training', 'penalty'),
    accuracy: follow('training', 'accuracy'),
    gradientNorm: follow('training', 'gradientNorm'),
    learningRate: follow('training', 'learningRate'),
    validationLoss: follow('validation', 'loss'),
    validationAccuracy: follow('validation', 'accuracy'),
  });
}
