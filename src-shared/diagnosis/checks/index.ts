import { RunRecord, type RunFacts } from '../record';
import { activations } from './activations';
import type { CheckDefinition, StartCheck } from './check';
import { gradients } from './gradients';
import { initialLoss } from './initialLoss';
import { inputs } from './inputs';

/** Every check, from the inputs on. A new one is its file, its kind and its line here. */
const checks: readonly CheckDefinition[] = [inputs, initialLoss, activations, gradients];

/** What a run looked like before its first step; nothing of one that was not observed then. */
export function startChecks(facts: RunFacts): StartCheck[] {
  const [start] = facts.observations;
  const record = start?.step === 0 ? RunRecord.of(facts) : null;
  if (start === undefined || record === null) return [];
  return checks.flatMap(({ kind, title, look }) => {
    const found = look(record, start);
    return found === null ? [] : [{ kind, title, ...found }];
  });
}
