import type { PictureOf } from '@shared/pictures/catalogue';
import { predictInputs } from '../../session/slices';
import { between, featureRange } from './grid';
import type { DrawPicture } from './source';

const fitPoints = 200;

export const drawFit: DrawPicture<PictureOf<'fit'>> = function* ({ session, data, outputs }, step, pace) {
  const range = featureRange(data, 0, 1);
  const x = Float32Array.from({ length: fitPoints }, (_, index) => between(range, index, fitPoints));
  const y = yield* predictInputs(session, x, fitPoints, outputs, pace);
  return { kind: 'fit', step, x: [...x], y: [...y] };
};
