import { rgb } from 'd3-color';
import { describe, expect, it } from 'vitest';
import { imagePixels } from '../../../src-renderer/shared/charts/images/pixels';
import { heatmapPixels, mostProbable } from '../../../src-renderer/shared/charts/plane/heatmap';
import { runPalette } from '@shared/runs/colors';
import { classColor, colors } from '../../../src-renderer/shared/theme/colors';

const schemes = ['light', 'dark'] as const;
const ten = Array.from({ length: 10 }, (_, index) => index);

type Channels = readonly [number, number, number];

/** sRGB's channels in linear light. */
function linear(color: string): Channels {
  const { r, g, b } = rgb(color);
  const of = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return [of(r), of(g), of(b)];
}

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = ([red, green, blue]: Channels) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [one, other] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Machado, Oliveira & Fernandes 2009: how a color looks without green cones, in linear light. */
function deuteranopia(color: string): Channels {
  const seen = linear(color);
  const row = (...weights: Channels) => weights.reduce((sum, weight, i) => sum + weight * (seen[i] ?? 0), 0);
  return [
    row(0.367322, 0.860646, -0.227968),
    row(0.280085, 0.672501, 0.047413),
    row(-0.01182, 0.04294, 0.968881),
  ];
}

describe('colors', () => {
  it.each(schemes)('of classes and runs stand out from the %s background by 3 : 1', (scheme) => {
    const drawn = [...ten.map((index) => classColor(index, scheme)), ...runPalette[scheme]];
    for (const color of drawn) {
      expect(contrast(color, colors[scheme].surface), color).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(schemes)('of the first four classes stay apart without green cones (%s)', (scheme) => {
    const seen = ten.slice(0, 4).map((index) => deuteranopia(classColor(index, scheme)));
    for (const [index, a] of seen.entries()) {
      for (const b of seen.slice(index + 1))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.08);
    }
  });

  it('begin again after the last', () => {
    expect(classColor(10, 'light')).toBe(classColor(0, 'light'));
  });

  it.each(schemes)('of words stand out from every surface they are on by 4.5 : 1 (%s)', (scheme) => {
    const { text, textMuted, accent, error, warning, success, ...areas } = colors[scheme];
    for (const word of [text, textMuted, accent, error, warning, success]) {
      for (const surface of [areas.background, areas.surface, areas.sunken, areas.raised])
        expect(contrast(word, surface), `${word} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('a decision boundary as pixels', () => {
  const [red, blue, white] = ['#c80000', '#0000c8', '#ffffff'];

  it('has the largest y at the top, in the color of the surest class', () => {
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
  it('repeats gray in all channels and keeps colors as they are, without transparency', () => {
    expect([...imagePixels(Uint8Array.of(7, 9), 1)]).toEqual([7, 7, 7, 255, 9, 9, 9, 255]);
    expect([...imagePixels(Uint8Array.of(1, 2, 3), 3)]).toEqual([1, 2, 3, 255]);
  });
});
