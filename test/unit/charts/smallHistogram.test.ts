import { describe, expect, it } from 'vitest';
import { histogramBars, histogramOutline } from '../../../src-renderer/shared/charts/smallHistogram';

const even = { histogram: [0.5, 0.5], minimum: 0, maximum: 10 };

describe('a small histogram', () => {
  it('has a bar for each share, the tallest as high as the picture, and one to be seen where there is any share', () => {
    const bars = histogramBars({ histogram: [0.999, 0.001, 0], minimum: -1, maximum: 1 }, 30, 20);
    expect(bars).toBe('M0.00 20h9.00v-20.00h-9.00zM10.00 20h9.00v-1.00h-9.00zM20.00 20h9.00v-0.00h-9.00z');
  });

  it('has another’s outline where that lay on its own axis', () => {
    const narrow = { histogram: [1, 0.5], minimum: 2, maximum: 4 };
    expect(histogramOutline(narrow, even, 100, 20)).toBe('M20.00 20V0.00h10.00V10.00h10.00V20');
    expect(histogramOutline(even, narrow, 100, 20)).toBe('M-100.00 20V0.00h250.00V0.00h250.00V20');
  });

  it('has no outline of what has no extent, or is no number', () => {
    expect(histogramOutline({ ...even, maximum: 0 }, even, 100, 20)).toBe('');
    expect(histogramOutline(even, { ...even, minimum: null }, 100, 20)).toBe('');
  });
});
