import { describe, expect, it } from 'vitest';
import { FilterError } from '@shared/runs/filter/error';
import { testOf, type FieldValue } from '@shared/runs/filter/evaluate';
import { resolveField } from '@shared/runs/filter/fields';
import { parseFilter } from '@shared/runs/filter/parse';

const run: Record<string, FieldValue> = {
  name: 'Spirals 12',
  learningRate: 0.005,
  'best.validationAccuracy': 0.95,
  tag: ['final', 'paper'],
  state: 'completed',
  pinned: true,
  clipNorm: null,
  'hidden layer.units': 8,
};
const holds = (text: string) =>
  testOf<null>(
    parseFilter(text),
    ({ name }) =>
      () =>
        run[name] ?? null,
  )(null);

/** Where and what is wrong. */
function mistake(text: string): { from: number; to: number; message: string; where: string | null } {
  try {
    parseFilter(text);
  } catch (thrown) {
    if (thrown instanceof FilterError)
      return { from: thrown.from, to: thrown.to, message: thrown.message, where: thrown.where };
    throw thrown;
  }
  throw new Error(`"${text}" was read`);
}

describe('a condition on runs', () => {
  it.each([
    ['learningRate < 0.01 and best.validationAccuracy > 0.9 and tag = "final"', true],
    ['learningRate < 0.01 and tag = "draft"', false],
    ['learningRate = 5e-3', true],
    ['learningRate >= .005 AND not state = failed', true],
    ['tag != "final"', false],
    ['tag in ("draft", "paper")', true],
    ["name ~ 'spirals'", true],
    ['name ~ 12', true],
    ['pinned = true', true],
    ['clipNorm = null', true],
    ['clipNorm != 1', true],
    ['clipNorm < 1', false],
    ['clipNorm > 1 or clipNorm <= 1', false],
    ['state = completed or learningRate > 1 and learningRate > 1', true],
    ['(state = completed or learningRate > 1) and learningRate > 1', false],
    ['not (state = completed and pinned = false)', true],
    ['`hidden layer.units` == 8', true],
    ['name < 5', false],
    ['', true],
    ['   ', true],
  ])('%s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ['learningRate << 0.01', 14, '“<”'],
    ['learningRate < ', 15, 'A value is missing'],
    ['learningRate', 12, 'A comparison is missing'],
    ['learningRate = 1 learningRate = 2', 17, 'does not belong here'],
    ['tag = "final', 6, 'The text has no end'],
    ['(state = done', 13, 'The bracket is not closed'],
    ['state = done)', 12, 'does not belong here'],
    ['state & done', 6, '“&”'],
    ['tag in "a"', 7, 'list in brackets'],
    ['tag in ("a" "b")', 12, 'The list is not closed'],
    ['and', 3, 'A comparison is missing'],
    ['pinned < true', 9, 'neither more nor less'],
    ['< 5', 0, 'name is needed'],
    ['x = 1;drop table runs', 5, '“;”'],
  ])('is refused at its place: %s', (text, from, message) => {
    const found = mistake(text);
    expect(found.from).toBe(from);
    expect(found.message).toContain(message);
    expect(found.where).toContain(`column ${from + 1} of the condition`);
  });

  it('refuses brackets without end, and does not hang on thousands of them', () => {
    expect(mistake('('.repeat(5000)).message).toContain('too many brackets');
    expect(mistake('not '.repeat(5000)).message).toContain('too many brackets');
  });
});

describe('a field of runs', () => {
  const paths = new Set([
    'training.optimizer.learningRate',
    'network.a.units',
    'network.b.units',
    'dataset.seed',
  ]);
  const resolve = (name: string) => resolveField({ name, from: 0, to: name.length }, () => paths, name);

  it('is a fact, a metric under any of its names, or a value of the experiment by the end of its path', () => {
    expect(resolve('state')).toEqual({ kind: 'fact', path: 'state' });
    expect(resolve('seed')).toEqual({ kind: 'fact', path: 'seed' });
    expect(resolve('learningRate')).toEqual({ kind: 'parameter', path: 'training.optimizer.learningRate' });
    expect(resolve('a.units')).toEqual({ kind: 'parameter', path: 'network.a.units' });
    for (const name of ['best.validation.accuracy', 'bestValidationAccuracy', 'best.validationAccuracy']) {
      expect(resolve(name)).toMatchObject({ kind: 'metric', path: 'best.validation.accuracy' });
    }
    expect(resolve('last.validationLoss')).toMatchObject({ path: 'validation.loss' });
  });

  it('is refused where it may be several, or is none', () => {
    expect(() => resolve('units')).toThrow('may be any of 2 fields');
    expect(() => resolve('lerningRate')).toThrow(FilterError);
    try {
      resolve('lerningRate');
    } catch (thrown) {
      expect((thrown as FilterError).remedy).toContain('learningRate');
    }
  });
});
