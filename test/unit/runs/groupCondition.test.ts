import { describe, expect, it } from 'vitest';
import { testOf, type FieldValue } from '@shared/runs/filter/evaluate';
import { parseFilter } from '@shared/runs/filter/parse';
import { conditionOf, formatCell } from '../../../src-renderer/features/runs/table/cells';

describe('the condition that opens a group', () => {
  const by = ['training.optimizer.learningRate', 'a name.with "marks"', 'tag', 'clipNorm', 'pinned'];
  const run: Record<string, FieldValue> = {
    'training.optimizer.learningRate': 1e-7,
    'a name.with "marks"': 'say "so" \\ or not',
    tag: ['a', 'b c'],
    clipNorm: null,
    pinned: true,
    seed: 3,
  };
  const holds = (text: string, of: Record<string, FieldValue>) =>
    testOf<null>(
      parseFilter(text),
      ({ name }) =>
        () =>
          of[name] ?? null,
    )(null);

  it('holds of the group’s runs and not of others, beside the condition that there was', () => {
    const key = by.map((name) => run[name] ?? null);
    const condition = conditionOf('seed = 1 or seed = 3', by, key);
    expect(holds(condition, run)).toBe(true);
    expect(holds(condition, { ...run, seed: 2 })).toBe(false);
    for (const name of by) expect(holds(condition, { ...run, [name]: 'another' })).toBe(false);
    expect(holds(conditionOf(' ', ['tag'], [[]]), { tag: [] })).toBe(true);
  });

  it('shows shares in percent, and says what is not there', () => {
    expect(formatCell(0.975, 'validation.accuracy')).toBe('97.5 %');
    expect(formatCell(0.975, 'best.validationAccuracy')).toBe('97.5 %');
    expect(formatCell(1234, 'seed')).toBe('1234');
    expect(formatCell([], 'tag')).toBe('–');
    expect(formatCell(true, 'pinned')).toBe('yes');
  });
});
