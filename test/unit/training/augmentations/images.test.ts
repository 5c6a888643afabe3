import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Augmentation, augmentationCatalogue, type Fill } from '@shared/training/augmentations';
import type { MixedWith } from '@shared/training/augmentations/augmentation';
import { drawChanges } from '@shared/training/augmentations/changes';
import { augmentImages } from '@shared/training/augmentations/images';
import { mixColors } from '@shared/training/augmentations/images/mixColors';
import { plainNumbers } from '@shared/training/augmentations/images/plainNumbers';
import { resample } from '@shared/training/augmentations/images/resample';
import { describe, expect, it } from 'vitest';

interface Fixture {
  readonly moves: {
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly image: number[];
    readonly cases: readonly { name: string; fill: Fill; map: number[][]; result: number[] }[];
  };
  readonly colors: {
    readonly image: number[];
    readonly cases: readonly { mixedWith: MixedWith; factor: number; exact: number[]; pillow: number[] }[];
  };
}

/** Made by the script beside it, with SciPy and Pillow. */
const fixture = JSON.parse(
  readFileSync(resolve('test/fixtures/augmentation/augmentations.json'), 'utf8'),
) as Fixture;

const largestDifference = (a: ArrayLike<number>, b: readonly number[]) =>
  b.reduce((most, value, index) => Math.max(most, Math.abs(value - (a[index] ?? NaN))), 0);

describe('moving pixels', () => {
  const { moves } = fixture;
  it.each(moves.cases)('by the map $name, beyond the edge $fill, is SciPy’s affine transform', (each) => {
    const [[xx = 0, xy = 0, x0 = 0] = [], [yx = 0, yy = 0, y0 = 0] = []] = each.map;
    const image = { ...moves, pixels: Float32Array.from(moves.image) };
    const moved = resample(image, { xx, xy, x0, yx, yy, y0 }, each.fill);
    expect(moved).toHaveLength(each.result.length);
    expect(largestDifference(moved, each.result)).toBeLessThan(2e-6);
  });
});

describe('mixing colors', () => {
  const { colors } = fixture;
  it.each(colors.cases)(
    'with $mixedWith by $factor is torchvision’s, and Pillow’s but for its rounding',
    (each) => {
      const pixels = Float32Array.from(colors.image);
      mixColors(pixels, 3, { mixedWith: each.mixedWith, factor: each.factor, areBytes: true });
      expect(largestDifference(pixels, each.exact)).toBeLessThan(1e-3);
      // Pillow rounds the gray that it mixes with, which the factor enlarges, and the result.
      expect(largestDifference(pixels, each.pillow)).toBeLessThan(1 + Math.abs(1 - each.factor));
    },
  );
});

const shape = [8, 6, 3];
const size = 8 * 6 * 3;
const stored = (count: number) => ({
  values: Float32Array.from({ length: count * size }, (_, index) => (index * 37) % 256),
  inputShape: shape,
  inputDtype: 'uint8' as const,
  scaling: { offset: [100, 110, 120], factor: [0.02, 0.02, 0.02] },
});
const augmented = (augmentation: Augmentation, count = 64, step = 3) =>
  augmentImages(stored(count), augmentation, { seed: 5, step });
const scaled = (count: number) => augmented({}, count);

describe('the catalogue', () => {
  it('gives every draw a stream of its own', () => {
    const streams: number[] = [];
    const all = Object.fromEntries(augmentationCatalogue.map(({ kind, usual }) => [kind, usual]));
    const numbers = plainNumbers(2, 1, 0);
    const draw = (stream: number) => {
      streams.push(stream);
      return numbers.draw(stream);
    };
    drawChanges({ ...numbers, draw }, all, { height: 8, width: 8 });
    expect(streams.length).toBeGreaterThanOrEqual(augmentationCatalogue.length);
    expect(new Set(streams).size).toBe(streams.length);
    // Streams of layers count from 0.
    expect(Math.max(...streams)).toBeLessThan(0);
  });

  it.each(augmentationCatalogue.map(({ kind, usual }) => [kind, usual] as const))(
    '%s changes most images, differently at each step, and the same again with the same seed and step',
    (kind, usual) => {
      const changed = augmented({ [kind]: usual });
      const plain = scaled(64);
      const same = Array.from({ length: 64 }, (_, image) => image).filter((image) => {
        const at = image * size;
        return changed.subarray(at, at + size).every((value, place) => value === plain[at + place]);
      });
      expect(same.length).toBeLessThan(48);
      expect(augmented({ [kind]: usual })).toEqual(changed);
      expect(augmented({ [kind]: usual }, 64, 4)).not.toEqual(changed);
    },
  );

  it('leaves images alone where everything is switched off', () => {
    const off = { flipHorizontally: false, shift: 0, rotation: 0, brightness: 0, cutout: 0 };
    expect(augmented(off)).toEqual(scaled(64));
  });
});

describe('one image after another', () => {
  it('is mirrored, or left as it is', () => {
    const plain = scaled(64);
    const changed = augmented({ flipHorizontally: true });
    let mirrored = 0;
    for (let image = 0; image < 64; image++) {
      const pixel = (values: Float32Array, x: number) => values[image * size + (2 * 6 + x) * 3] ?? NaN;
      const isMirrored = pixel(changed, 0) === pixel(plain, 5);
      expect(pixel(changed, 1)).toBe(pixel(plain, isMirrored ? 4 : 1));
      if (isMirrored) mirrored++;
    }
    expect(mirrored).toBeGreaterThan(20);
    expect(mirrored).toBeLessThan(44);
  });

  it('loses a square of the mean to cutout, never more', () => {
    const changed = augmented({ cutout: 3 });
    const plain = scaled(64);
    const hidden = Array.from({ length: 64 }, (_, image) => {
      let count = 0;
      for (let at = image * size; at < (image + 1) * size; at += 3) {
        if (changed[at] === 0 && changed[at + 1] === 0 && changed[at + 2] === 0) count++;
        else expect(changed[at]).toBe(plain[at]);
      }
      return count;
    });
    // A middle at a corner leaves 2 × 2 of 3 × 3.
    expect(Math.max(...hidden)).toBe(9);
    expect(Math.min(...hidden)).toBe(4);
  });

  it('is cropped out of its padded self: moved by whole pixels, 0 beyond its edge', () => {
    const changed = augmented({ crop: 2 });
    const plain = scaled(64);
    const moves = new Set<string>();
    for (let image = 0; image < 64; image++) {
      const at = (values: Float32Array, y: number, x: number) =>
        y < 0 || x < 0 || y >= 8 || x >= 6 ? 0 : values[image * size + (y * 6 + x) * 3];
      const found = [-2, -1, 0, 1, 2].flatMap((dy) =>
        [-2, -1, 0, 1, 2]
          .filter((dx) =>
            Array.from({ length: 48 }, (_, place) => [Math.floor(place / 6), place % 6] as const).every(
              ([y, x]) => at(changed, y, x) === at(plain, y + dy, x + dx),
            ),
          )
          .map((dx) => `${dy} ${dx}`),
      );
      expect(found).toHaveLength(1);
      moves.add(found[0] ?? '');
    }
    expect(moves.size).toBeGreaterThan(15);
  });
});
