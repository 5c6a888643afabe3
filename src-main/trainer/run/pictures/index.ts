import { type Picture, pictureFor, type PictureKind, type PictureOf } from '@shared/pictures/catalogue';
import type { Slices } from '../../session/slices';
import type { Pace } from '../pacing/pace';
import { drawBoundary } from './boundary';
import { drawConfusion } from './confusion';
import { drawFit } from './fit';
import { drawScatter } from './scatter';
import type { DrawPicture, PictureSource } from './source';

export type { PictureSource } from './source';

/** What draws each kind. A new one is its file and its line here. */
const drawers: { readonly [Kind in PictureKind]: DrawPicture<PictureOf<Kind>> } = {
  boundary: drawBoundary,
  fit: drawFit,
  confusion: drawConfusion,
  scatter: drawScatter,
};

/** What the network makes of its task now, in the form that suits the task. */
export function drawPicture(source: PictureSource, step: number, pace: Pace): Slices<Picture> {
  return drawers[pictureFor(source.data)](source, step, pace);
}
