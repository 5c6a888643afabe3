import { describe, expect, it } from 'vitest';
import { storedCells } from '@shared/data/tables/storedCells';
import { residualBars } from '@shared/predictions/residuals';
import { answersAt, commonestShare, shownRows } from '@shared/predictions/rows';
import { preparedSpirals } from '../../support/experiments';

const predictions = {
  targets: [0, 1, 1, 0, 1],
  answers: [0, 0, 1, 1, 1],
  losses: [0.1, 1.5, 0.4, null, 0.4],
  scores: { values: [0.1, 0.3, 0.7, 0.9, 0.7], threshold: 0.5 },
  suspects: [{ row: 3, suggested: 1 }],
};

describe('the examples that are shown', () => {
  it('come the worst loss first, one that is not finite before all, like ones in their order', () => {
    expect(shownRows(predictions, predictions.answers, { kind: 'all' })).toEqual([3, 1, 2, 4, 0]);
    expect(shownRows(predictions, predictions.answers, { kind: 'wrong' })).toEqual([3, 1]);
  });

  it('are those of a cell of the confusion, or those whose labels are suspected', () => {
    expect(shownRows(predictions, predictions.answers, { kind: 'cell', target: 1, answer: 1 })).toEqual([
      2, 4,
    ]);
    expect(shownRows(predictions, predictions.answers, { kind: 'suspects' })).toEqual([3]);
  });

  it('follow the threshold', () => {
    const answers = answersAt(predictions, 0.2);
    expect(answers).toEqual([0, 1, 1, 1, 1]);
    expect(shownRows(predictions, answers, { kind: 'wrong' })).toEqual([3]);
    expect(answersAt(predictions, null)).toBe(predictions.answers);
  });
});

describe('beside them', () => {
  it('stands what always answering the commonest class gets', () => {
    expect(commonestShare([2, 1, 1, 0, 1])).toBe(0.6);
  });

  it('residuals lie in bars around zero', () => {
    const { from, to, counts } = residualBars([0, 0, 0, 0], [-2, -0.5, 0.5, 1], 4);
    expect([from, to]).toEqual([-2, 2]);
    expect(counts).toEqual([1, 1, 1, 1]);
  });
});

describe('the cells of a table', () => {
  const input = {
    missing: null,
    missingWords: [],
    words: [],
    other: null,
    parts: [],
    dateOrder: null,
  };

  it('are read back from what a network is given', () => {
    const dataset = {
      ...preparedSpirals,
      inputShape: [8],
      tableInputs: [
        { ...input, column: 'size', type: 'number' as const, first: 0 },
        { ...input, column: 'color', type: 'category' as const, first: 1, words: ['red', 'blue'], other: 2 },
        { ...input, column: 'grade', type: 'ordinal' as const, first: 4, words: ['low', 'high'] },
        {
          ...input,
          column: 'day',
          type: 'date' as const,
          first: 5,
          parts: ['year' as const, 'month' as const],
        },
      ],
    };
    const texts = (values: number[]) => storedCells(dataset, values).map(({ text }) => text);
    expect(texts([0.1, 0, 1, 0, 1, 2024, 2, 0])).toEqual(['0.1', 'blue', 'high', 'year 2024, month 2']);
    expect(texts([Math.fround(0.1), 0, 0, 1, 0, 1999, 12, 0])).toEqual([
      '0.1',
      'another',
      'low',
      'year 1999, month 12',
    ]);
    expect(texts([NaN, 0, 0, 0, 0, 1999, 12, 0]).slice(0, 2)).toEqual(['missing', 'missing']);
  });

  it('are the coordinates of points, and none of images', () => {
    expect(storedCells(preparedSpirals, [1, 2])).toEqual([
      { column: 'x', text: '1' },
      { column: 'y', text: '2' },
    ]);
    expect(storedCells({ ...preparedSpirals, inputShape: [2, 2, 1] }, [1, 2, 3, 4])).toEqual([]);
  });
});
