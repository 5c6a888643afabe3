import type { Augmentation, Fill } from '.';
import { augmentationsOf } from '.';
import type { Cover, ImageSize, MixedWith, Numbers, PointMap } from './augmentation';
import { compose } from './pointMaps';

/** What happens to the images of one batch, each with its own numbers. */
export interface ImageChanges<T> {
  /** On colors as they are stored, one after another. */
  readonly colors: readonly { readonly mixedWith: MixedWith; readonly factor: T }[];
  /** All moves in one, so that pixels are mixed once; null where none is wanted. */
  readonly move: { readonly map: PointMap<T>; readonly isWhole: boolean; readonly fill: Fill } | null;
  readonly covers: readonly Cover<T>[];
}

/** Draws what happens to the images of a batch, which are of the given size. */
export function drawChanges<T>(
  numbers: Numbers<T>,
  augmentation: Augmentation | undefined,
  size: ImageSize,
): ImageChanges<T> {
  const wanted = augmentationsOf(augmentation);
  const moves = wanted.flatMap(({ definition, strength }) =>
    definition.changes === 'places'
      ? [{ map: definition.map(numbers, strength, size), isWhole: definition.isWhole }]
      : [],
  );
  const move =
    moves.length === 0
      ? null
      : moves.reduce((first, then) => ({
          map: compose(numbers, first.map, then.map),
          isWhole: first.isWhole && then.isWhole,
        }));
  return {
    colors: wanted.flatMap(({ definition, strength }) =>
      definition.changes === 'colors'
        ? [{ mixedWith: definition.mixedWith, factor: definition.factor(numbers, strength) }]
        : [],
    ),
    move: move && { ...move, fill: augmentation?.fill ?? 'zero' },
    covers: wanted.flatMap(({ definition, strength }) =>
      definition.changes === 'cover' ? [definition.cover(numbers, strength, size)] : [],
    ),
  };
}

/** How much of red, green and blue is in a gray (ITU-R BT.601); of other channels each counts the same. */
export function grayWeights(channels: number): readonly number[] {
  return channels === 3 ? [0.299, 0.587, 0.114] : Array<number>(channels).fill(1 / channels);
}

/** The largest value of a color that is stored as a byte; fractions have no bounds that are known. */
export const brightestByte = 255;
