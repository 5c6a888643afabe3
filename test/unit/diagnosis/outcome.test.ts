import { describe, expect, it } from 'vitest';
import { remedyOutcome } from '@shared/diagnosis/outcome';
import { describeOutcome, describeTrial } from '@shared/diagnosis/remedyWords';
import { trialSummary } from '@shared/diagnosis/trial';
import type { RunState, RunSummary } from '@shared/runs/run';

const kind = 'learningRateTooHigh';
const what = '“The learning rate is too high”';

/** A run at its end; one without a loss has none. */
function ended(state: RunState, isFound: boolean, validationLoss: number | null = null) {
  const metrics = { validationLoss, trainingLoss: null } as RunSummary['metrics'];
  return { run: { state, checkpoints: [], metrics }, isFound };
}
const toldOf = (...[before, after]: Parameters<typeof remedyOutcome>) => {
  const outcome = remedyOutcome(before, after);
  return { gone: outcome.gone, says: describeOutcome(kind, outcome) };
};

describe('what became of a remedy', () => {
  it('is told of a run that came to its end', () => {
    expect(toldOf(ended('completed', true, 0.69), ended('completed', false, 0.12))).toEqual({
      gone: true,
      says: `${what} is gone; validation loss 0.69 → 0.12`,
    });
    expect(toldOf(ended('diverged', true), ended('completed', true, 0.5))).toEqual({
      gone: false,
      says: `${what} is still there; validation loss none → 0.5`,
    });
    expect(toldOf(ended('completed', true, 0.69), ended('diverged', false))).toEqual({
      gone: false,
      says: 'the run with the remedy diverged; validation loss 0.69 → none',
    });
  });

  it.each([
    ['stopped', 'was stopped'],
    ['failed', 'failed'],
    ['crashed', 'crashed'],
    ['interrupted', 'was interrupted'],
  ] as const)('is not told of a run that was %s on the way', (state, how) => {
    const outcome = remedyOutcome(ended('completed', true, 0.69), ended(state, false, 0.3));
    expect(outcome).toMatchObject({ gone: null, validationLoss: { after: null } });
    expect(describeOutcome(kind, outcome)).toBe(
      `the run with the remedy ${how}: it does not say whether ${what} is gone`,
    );
  });

  it('is no cure of what was not there', () => {
    expect(toldOf(ended('completed', false, 0.2), ended('completed', false, 0.1))).toEqual({
      gone: null,
      says: `${what} was not there without the remedy either; validation loss 0.2 → 0.1`,
    });
    expect(toldOf(ended('stopped', false, 0.2), ended('completed', false, 0.1)).says).toMatch(
      /^the run without the remedy was stopped/,
    );
  });
});

describe('what a remedy did over several seeds', () => {
  const outcomes = [
    remedyOutcome(ended('completed', true, 0.5), ended('completed', false, 0.25)),
    remedyOutcome(ended('diverged', true), ended('completed', true, 0.75)),
    remedyOutcome(ended('completed', false, 0.25), ended('completed', false, 0.5)),
  ];

  it('counts the seeds that had the condition, and takes the mean of those with a loss', () => {
    expect(trialSummary(outcomes)).toEqual({
      gone: false,
      goneWith: { had: 2, gone: 1 },
      validationLoss: { before: 0.375, after: 0.5 },
      seedsWithLoss: { before: 2, after: 3 },
    });
    expect(trialSummary(outcomes.slice(2)).gone).toBeNull();
  });

  it('is said in words', () => {
    expect(describeTrial(outcomes)).toEqual([
      'had it with 2 of 3 seeds, gone with 1; a smaller validation loss with 1 of 2',
      'in the mean of those that have one: validation loss 0.375 (2 seeds) → 0.5 (3 seeds)',
    ]);
  });
});
