import { AppError } from '@shared/errors';
import { type Picture, picturesFor, type PictureKind, type PictureOf } from '@shared/pictures/catalogue';
import type { Slices } from '../../session/slices';
import type { Pace } from '../pacing/pace';
import { drawBoundary } from './boundary';
import { drawConfusion } from './confusion';
import { drawFit } from './fit';
import { drawParts } from './parts';
import { drawScatter } from './scatter';
import { drawUnits } from './units';
import { drawWeights } from './weights';
import type { DrawPicture, PictureSource } from './source';

export type { PictureSource } from './source';

/** What draws each kind. A new one is its file and its line here. */
const drawers: { readonly [Kind in PictureKind]: DrawPicture<PictureOf<Kind>> } = {
  boundary: drawBoundary,
  fit: drawFit,
  parts: drawParts,
  confusion: drawConfusion,
  scatter: drawScatter,
  units: drawUnits,
  weights: drawWeights,
};

/**
 * What the network makes of its task now.
 * @param wanted the kind of picture; where absent, the one that suits the task best
 * @throws AppError `notFound` where the wanted one shows nothing of this net
 */
export function drawPicture(
  source: PictureSource,
  step: number,
  pace: Pace,
  wanted?: PictureKind,
): Slices<Picture> {
  const { data, network } = source;
  const suiting = picturesFor({ ...data, network }).map(({ kind }) => kind);
  const [kind] = wanted === undefined ? suiting : suiting.filter((each) => each === wanted);
  if (kind !== undefined) return drawers[kind](source, step, pace);
  throw new AppError('notFound', `There is no such picture of this network: ${wanted}.`, {
    remedy: `Choose one of those there are: ${suiting.join(', ')}.`,
  });
}
