import { describe, expect, it } from 'vitest';
import { heatmapPixels, imagePixels, mostProbable } from '../../../src-renderer/shared/charts/plane/heatmap';
import {
  classColor,
  luminance,
  parseColor,
  schemeOf,
  type Rgb,
} from '../../../src-renderer/shared/charts/palette';
import { chartColors, runPalette } from '../../../src-renderer/shared/theme/theme';

const schemes = ['light', 'dark'] as const;
const ten = Array.from({ length: 10 }, (_, index) => index);

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(parseColor(a)), luminance(parseColor(b))].sort((x, y) => y - x) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Machado, Oliveira & Fernandes 2009: how a colour looks without green cones, in linear light. */
function deuteranopia(color: string): Rgb {
  const linear = parseColor(color).map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  const rows = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ];
  return rows.map((row) =>
    row.reduce((sum, weight, i) => sum + weight * (linear[i] ?? 0), 0),
  ) as unknown as Rgb;
}

describe('colours', () => {
  it.each(schemes)('of classes and runs stand out from the %s background by 3 : 1', (scheme) => {
    const colors = [...ten.map((index) => classColor(index, scheme)), ...runPalette[scheme]];
    for (const color of colors) {
      expect(contrast(color, chartColors[scheme].surface), color).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(schemes)('of the first four classes stay apart without green cones (%s)', (scheme) => {
    const seen = ten.slice(0, 4).map((index) => deuteranopia(classColor(index, scheme)));
    for (const [index, a] of seen.entries()) {
      for (const b of seen.slice(index + 1))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.08);
    }
  });

  it('are read in the notations that themes use', () => {
    expect(parseColor('#ff8000')).toEqual([255, 128, 0]);
    expect(parseColor('#f80')).toEqual([255, 136, 0]);
    expect(parseColor('rgb(1, 2, 3)')).toEqual([1, 2, 3]);
  });

  it('begin again after the last', () => {
    expect(classColor(10, 'light')).toBe(classColor(0, 'light'));
  });

  it('tell a light surface from a dark one', () => {
    expect(schemeOf(chartColors.light.surface)).toBe('light');
    expect(schemeOf(chartColors.dark.surface)).toBe('dark');
  });
});

describe('a decision boundary as pixels', () => {
  const red: Rgb = [200, 0, 0];
  const blue: Rgb = [0, 0, 200];
  const white: Rgb = [255, 255, 255];

  it('has the largest y at the top, in the colour of the surest class', () => {
    // One column, two rows: below class 0 for certain, above class 1 for certain.
    const pixels = heatmapPixels(
      { columns: 1, rows: 2, classes: 2, probabilities: [1, 0, 0, 1] },
      [red, blue],
      white,
    );
    const [top, bottom] = [pixels.slice(0, 4), pixels.slice(4, 8)];
    expect(top[2]).toBeGreaterThan(top[0] ?? 0);
    expect(bottom[0]).toBeGreaterThan(bottom[2] ?? 0);
  });

  it('is paler where the network is less sure', () => {
    const pixels = heatmapPixels(
      { columns: 2, rows: 1, classes: 2, probabilities: [0.95, 0.05, 0.55, 0.45] },
      [red, blue],
      white,
    );
    expect(pixels[5]).toBeGreaterThan(pixels[1] ?? 255);
  });

  it('takes the first of equally probable classes', () => {
    expect(mostProbable([0.2, 0.4, 0.4], 0, 3)).toEqual({ index: 1, probability: 0.4 });
  });
});

describe('an image as pixels', () => {
  it('repeats grey in all channels and keeps colours as they are, without transparency', () => {
    expect([...imagePixels(Uint8Array.of(7, 9), 1)]).toEqual([7, 7, 7, 255, 9, 9, 9, 255]);
    expect([...imagePixels(Uint8Array.of(1, 2, 3), 3)]).toEqual([1, 2, 3, 255]);
  });
});
