import type { Augmentation, Fill } from '../../training/augmentations';
import type { ImageSize, MixedWith } from '../../training/augmentations/augmentation';
import { drawChanges } from '../../training/augmentations/changes';
import { type MathWords, WrittenNumbers } from './writtenNumbers';

/** What happens to one image, in the texts of a program. */
export interface WrittenChanges {
  readonly assignments: readonly { readonly name: string; readonly text: string }[];
  readonly colors: readonly { readonly mixedWith: MixedWith; readonly factor: string }[];
  /** xx, xy, x0, yx, yy, y0 */
  readonly move: { readonly map: readonly string[]; readonly isWhole: boolean; readonly fill: Fill } | null;
  readonly covers: readonly { readonly top: string; readonly left: string; readonly side: number }[];
}

/**
 * Writes what is drawn for an image: the definitions of the changes, which know no more than arithmetic, are carried out
 * on texts. @returns null where nothing is changed
 */
export function writeChanges(
  augmentation: Augmentation | undefined,
  size: ImageSize,
  words: MathWords,
): WrittenChanges | null {
  const numbers = new WrittenNumbers();
  const { colors, move, covers } = drawChanges(numbers, augmentation, size);
  if (colors.length === 0 && move === null && covers.length === 0) return null;
  const map =
    move === null ? [] : [move.map.xx, move.map.xy, move.map.x0, move.map.yx, move.map.yy, move.map.y0];
  const program = numbers.write(words, [
    ...colors.map(({ factor }) => factor),
    ...map,
    ...covers.flatMap(({ top, left }) => [top, left]),
  ]);
  return {
    assignments: program.assignments,
    colors: colors.map(({ mixedWith, factor }) => ({ mixedWith, factor: program.text(factor) })),
    move: move && { ...move, map: map.map((number) => program.text(number)) },
    covers: covers.map(({ top, left, side }) => ({ top: program.text(top), left: program.text(left), side })),
  };
}
