import { sizeOf } from '@shared/ops/shape';
import { isDrawable } from '@shared/pictures/catalogue';
import type { RunMoment } from '@shared/pictures/runMoment';
import { probeOf } from '@shared/training/observation';
import { finish } from '../../session/slices';
import { Pace } from '../pacing/pace';
import { drawPicture, type PictureSource } from '.';
import { lookAtPlane } from './layers/inputPlane';
import { drawUnitMaps } from './layers/unitMaps';
import { drawWarpedPlane } from './layers/warpedPlane';

/** More would hide each other. */
const mostExamples = 200;

/** What a net makes of its task now, as a whole and layer by layer. */
export function drawMoment(source: PictureSource, step: number): RunMoment {
  const { data } = source;
  const picture = finish(drawPicture(source, step, new Pace()));
  const examples = probeOf(data.splits, sizeOf(data.inputShape)).subarray(0, mostExamples);
  const labels = data.classes > 0 ? Array.from(examples, (example) => data.targets[example] ?? 0) : [];
  const plane = lookAtPlane(source, examples);
  return {
    step,
    picture: isDrawable(picture) ? picture : null,
    maps: plane && drawUnitMaps(plane),
    warped: plane && drawWarpedPlane(plane, labels),
  };
}
