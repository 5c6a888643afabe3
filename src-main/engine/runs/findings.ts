import { startChecks } from '@shared/diagnosis/checks';
import type { StartCheck } from '@shared/diagnosis/checks/check';
import type { Followed, RunFacts } from '@shared/diagnosis/record';
import { diagnose } from '@shared/diagnosis';
import type { Finding } from '@shared/diagnosis/finding';
import type { RunId } from '@shared/ids';
import type { Split } from '@shared/runs/run';
import type { EngineParts } from '../engineParts';
import { readObservations } from './observed/observations';

type Parts = Pick<EngineParts, 'runs' | 'metrics' | 'database'>;

/** What goes wrong in a run, by all that is kept of it. @throws AppError `notFound`, or where the row is damaged */
export function findingsOf(parts: Parts, runId: RunId): Finding[] {
  const facts = factsOf(parts, runId);
  return facts === null ? [] : diagnose(facts);
}

/** Whether a run looked well before its first step. @throws AppError `notFound`, or where the row is damaged */
export function startChecksOf(parts: Parts, runId: RunId): StartCheck[] {
  const facts = factsOf(parts, runId);
  return facts === null ? [] : startChecks(facts);
}

/** Null for a run that was not observed. */
function factsOf({ runs, metrics, database }: Parts, runId: RunId): RunFacts | null {
  const { state, baseline } = runs.summary(runId);
  const observations = readObservations(database, runId);
  if (observations.length === 0) return null;
  const { experiment, dataset } = runs.material(runId);
  const follow = (split: Split, name: string): Followed => metrics.read(runId, { split, name });
  return {
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
  };
}
