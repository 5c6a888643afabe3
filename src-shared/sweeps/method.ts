import type { Definition } from '../catalogue/definition';
import type { Point } from './points';
import type { Dimension, Space } from './space';

/** A point that a sweep has taken. */
export interface TriedPoint {
  readonly point: Point;
  /** Nothing is known of it yet. */
  readonly pending: boolean;
  /** What is to be made small; null for the worst there is: it diverged, failed, or could not be trained at all. */
  readonly score: number | null;
}

/** What a method chooses the next point by. The same gives the same point, in whichever process. */
export interface SweepHistory {
  readonly space: Space;
  readonly seed: number;
  /** In the order in which they were taken; the next one's number is their count. */
  readonly tried: readonly TriedPoint[];
}

/** Stops points that look hopeless before their last epoch. */
export interface EarlyStopping<P> {
  /** After which epochs it looks. */
  looksAfter(parameters: P, epochs: number): readonly number[];
  /** @param others what other runs had reached after the same epoch, which is to be small */
  goesOn(parameters: P, score: number, others: readonly number[]): boolean;
}

/** How a sweep chooses its points. One file defines it; the catalogue lists it. */
export interface SweepMethod<P extends object = object> extends Definition<P> {
  /** It comes to no end of itself, and so needs a budget. */
  readonly endless: boolean;
  /** Why a dimension is none for this method, and what to do; null where it is. */
  misfit(dimension: Dimension): { readonly message: string; readonly remedy: string } | null;
  /** The next point; null where there is none left. */
  propose(parameters: P, history: SweepHistory): Point | null;
  readonly earlyStopping?: EarlyStopping<P>;
}

export function defineSweepMethod<const Kind extends string, P extends object>(
  definition: SweepMethod<P> & { readonly kind: Kind },
): SweepMethod<P> & { readonly kind: Kind } {
  return definition;
}

/** For methods that take every kind of dimension. */
export const fitsAll = (): null => null;
