import { z } from 'zod';
import type { AugmentationDefinition } from './augmentation';
import { brightness } from './colors/brightness';
import { contrast } from './colors/contrast';
import { saturation } from './colors/saturation';
import { cutout } from './cutout';
import { crop } from './moves/crop';
import { flipHorizontally } from './moves/flipHorizontally';
import { flipVertically } from './moves/flipVertically';
import { rotation } from './moves/rotation';
import { shift } from './moves/shift';
import { zoom } from './moves/zoom';

/**
 * Every random change of training images, in the order in which they are carried out: what moves pixels, what mixes
 * colors (before the scaling, and so before all moves), what hides. A new one is its file and its line here.
 */
const augmentations = [
  flipHorizontally,
  flipVertically,
  shift,
  crop,
  rotation,
  zoom,
  brightness,
  contrast,
  saturation,
  cutout,
] as const;

export const augmentationCatalogue: readonly AugmentationDefinition[] = augmentations;

type Shape = {
  readonly [Each in (typeof augmentations)[number] as Each['kind']]: z.ZodOptional<Each['schema']>;
};

/** What stands where a moved image has nothing: 0 after scaling, its nearest pixel, or itself mirrored. */
export const fills = ['zero', 'edge', 'reflect'] as const;
export type Fill = (typeof fills)[number];

export const augmentationSchema = z.strictObject({
  // `fromEntries` forgets that each name has its own schema.
  ...(Object.fromEntries(augmentations.map(({ kind, schema }) => [kind, schema.optional()])) as Shape),
  fill: z.enum(fills).optional(),
});
export type Augmentation = z.infer<typeof augmentationSchema>;

/** The changes that are switched on, in their order, each with its strength. */
export function augmentationsOf(
  augmentation: Augmentation | undefined,
): readonly { readonly definition: AugmentationDefinition; readonly strength: number }[] {
  if (augmentation === undefined) return [];
  const values: Readonly<Record<string, unknown>> = augmentation;
  return augmentationCatalogue
    .map((definition) => ({ definition, strength: Number(values[definition.kind] ?? 0) }))
    .filter(({ strength }) => strength > 0);
}
