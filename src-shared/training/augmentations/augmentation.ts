import type { z } from 'zod';
import type { ParameterField } from '../../catalogue/definition';

/** Arithmetic on numbers of which every image of a batch has its own. */
export interface Numbers<T> {
  constant(value: number): T;
  /** Uniform in [0, 1), drawn anew for each image and step; every use has a stream of its own. */
  draw(stream: number): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  floor(x: T): T;
  sin(x: T): T;
  cos(x: T): T;
}

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Why a change is of no use for images of some kind, and what to do instead. */
export interface Misfit {
  readonly message: string;
  readonly remedy: string;
}

/**
 * Where a changed image takes its pixels from: that at (x, y) is the one that was at
 * (xx·x + xy·y + x0, yx·x + yy·y + y0). Pixels are counted from the left and from the top, by their centers.
 */
export type PointMap<T> = Readonly<Record<'xx' | 'xy' | 'x0' | 'yx' | 'yy' | 'y0', T>>;

/** A square that hides a part of an image: its first row and column, which may lie outside, and its side. */
export interface Cover<T> {
  readonly top: T;
  readonly left: T;
  readonly side: number;
}

interface AugmentationBase<Kind extends string, Schema extends z.ZodType<number | boolean>> {
  /** Its name in the experiment file, where `false` and 0 are off. */
  readonly kind: Kind;
  readonly schema: Schema;
  /** What is usual, for who switches it on. */
  readonly usual: number | boolean;
  /** How it is edited. */
  readonly field: ParameterField;
  /** What it does to an image, as the end of “Layerlab also …”. */
  readonly words: string;
  /** Absent where it suits all images. */
  misfit?(strength: number, image: ImageSize & { readonly channels: number }): Misfit | null;
}

/** Moves the pixels of an image. */
export interface Move<K extends string, S extends z.ZodType<number | boolean>> extends AugmentationBase<
  K,
  S
> {
  readonly changes: 'places';
  /** Pixels stay whole, so that none has to be mixed of its neighbors. */
  readonly isWhole: boolean;
  map<T>(numbers: Numbers<T>, strength: number, size: ImageSize): PointMap<T>;
}

/** What a color is mixed with: black, the image's mean gray, or the pixel's own gray. */
export type MixedWith = 'black' | 'meanGray' | 'gray';

/** Mixes the colors of an image, as they are stored: color·factor + other·(1 − factor). */
export interface ColorChange<
  K extends string,
  S extends z.ZodType<number | boolean>,
> extends AugmentationBase<K, S> {
  readonly changes: 'colors';
  readonly mixedWith: MixedWith;
  factor<T>(numbers: Numbers<T>, strength: number): T;
}

/** Hides a part of an image. */
export interface Covering<K extends string, S extends z.ZodType<number | boolean>> extends AugmentationBase<
  K,
  S
> {
  readonly changes: 'cover';
  cover<T>(numbers: Numbers<T>, strength: number, size: ImageSize): Cover<T>;
}

export type AugmentationDefinition<
  Kind extends string = string,
  Schema extends z.ZodType<number | boolean> = z.ZodType<number | boolean>,
> = Move<Kind, Schema> | ColorChange<Kind, Schema> | Covering<Kind, Schema>;

export function defineMove<K extends string, S extends z.ZodType<number | boolean>>(
  definition: Omit<Move<K, S>, 'changes'>,
): Move<K, S> {
  return { ...definition, changes: 'places' };
}

export function defineColorChange<K extends string, S extends z.ZodType<number | boolean>>(
  definition: Omit<ColorChange<K, S>, 'changes'>,
): ColorChange<K, S> {
  return { ...definition, changes: 'colors' };
}

export function defineCovering<K extends string, S extends z.ZodType<number | boolean>>(
  definition: Omit<Covering<K, S>, 'changes'>,
): Covering<K, S> {
  return { ...definition, changes: 'cover' };
}
