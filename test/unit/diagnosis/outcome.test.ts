import { describe, expect, it } from 'vitest';
import { remedyOutcome } from '@shared/diagnosis/outcome';
import { describeOutcome } from '@shared/diagnosis/remedyWords';
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
