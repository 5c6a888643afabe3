import { describe, expect, it } from 'vitest';
import { curveFigure } from '@shared/report/curveFigure';
import { html, jsonData } from '@shared/report/markup';
import type { RunId } from '@shared/ids';

const hostile = `</script><script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;

describe('the markup of a report', () => {
  it('has nothing in it that a name could have brought in', () => {
    const { text } = html`<p title="${hostile}">${hostile}</p>`;
    expect(text.match(/<[a-z/]+/g)).toEqual(['<p', '</p']);
    expect(text).not.toContain('"\'');
    const data = jsonData({ name: hostile });
    expect(data.text).not.toContain('<');
    expect(JSON.parse(data.text)).toEqual({ name: hostile });
  });
});

describe('a curve of a report', () => {
  const curve = (values: (number | null)[]) => ({
    runId: 'a' as RunId,
    split: 'validation' as const,
    name: 'loss',
    steps: values.map((_, index) => index),
    values,
    color: '#0072b2',
  });
  const pathOf = (values: (number | null)[]) =>
    / d="([^"]*)"/.exec(curveFigure('Loss', [curve(values)]).text)?.[1];

  it('goes through its values, from the least at the bottom to the largest at the top', () => {
    expect(pathOf([1, 0, 0.5])).toBe('M64 10L386 266L708 138');
  });

  it('has a gap where a value was no number, and a dot between two of them', () => {
    expect(pathOf([0, null, 1, null, 0])).toBe('M64 266h0.01M386 10h0.01M708 266h0.01');
  });

  it('says where there is nothing to draw', () => {
    expect(curveFigure('Loss', [curve([null])]).text).toContain('no value was a finite number');
  });
});
