import { diagnose } from '..';
import { startChecks } from '../checks';
import type { FindingKind } from '../finding';
import { meanBetween, type RunFacts } from '../record';
import type { RehearsalPlan } from './plan';
import type { Rehearsal } from './rehearsal';

/** Share of the loss of answering the same everywhere that a net may keep of what it knows by heart. */
const keptLoss = { classification: 0.2, regression: 0.02 };
/** A loss that is still learned falls by so much over the last third of the steps. */
const stillFalls = 0.9;
/** A few examples tell nothing of the others' labels. */
const notOfFew: readonly FindingKind[] = ['labelNoise'];

/** The step whose batch, which is all examples, the net first answered right and surely; null where there is none. */
export function learnedAt({ loss, accuracy, baseline, dataset: { task } }: RunFacts): number | null {
  const limit = keptLoss[task] * (baseline.trainingLoss ?? 0);
  for (let at = 0; at < loss.values.length; at++) {
    const isRight = task === 'regression' || accuracy.values[at] === 1;
    if (isRight && (loss.values[at] ?? Infinity) <= limit) return loss.steps[at] ?? null;
  }
  return null;
}

/** What came of a rehearsal, by all that was heard of it. */
export function judgeRehearsal(facts: RunFacts, { setAside }: Pick<RehearsalPlan, 'setAside'>): Rehearsal {
  const { loss, accuracy, dataset, baseline } = facts;
  const examples = dataset.splits.training;
  const learned = learnedAt(facts);
  const steps = learned ?? loss.steps[loss.steps.length - 1] ?? 0;
  const share = accuracy.values[Math.max(0, steps - 1)] ?? null;
  const verdict =
    learned !== null ? 'learned' : isStillLearning(facts, steps) ? 'stillLearning' : 'notLearned';
  return {
    verdict,
    examples,
    steps,
    right: dataset.task === 'regression' ? null : Math.round((share ?? 0) * examples),
    loss: loss.values[Math.max(0, steps - 1)] ?? null,
    constantLoss: baseline.trainingLoss ?? 0,
    setAside: [...setAside],
    checks: startChecks(facts),
    findings: learned !== null ? [] : diagnose(facts).filter(({ kind }) => !notOfFew.includes(kind)),
  };
}

function isStillLearning({ loss, baseline, state }: RunFacts, steps: number): boolean {
  const before = meanBetween(loss, steps * 0.6, steps * 0.7);
  const late = meanBetween(loss, steps * 0.9, steps);
  if (state === 'diverged' || before === null || late === null) return false;
  return late < stillFalls * before && late < stillFalls * (baseline.trainingLoss ?? 0);
}
