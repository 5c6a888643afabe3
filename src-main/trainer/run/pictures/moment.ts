import type { LayerId } from '@shared/ids';
import { sizeOf } from '@shared/ops/shape';
import { isDrawable } from '@shared/pictures/catalogue';
import type { PlaneAnswers } from '@shared/pictures/layers/warpedPlane';
import type { MomentWanted, RunMoment } from '@shared/pictures/runMoment';
import { probeOf } from '@shared/training/observation';
import { finish } from '../../session/slices';
import { Pace } from '../pacing/pace';
import { drawPicture, type PictureSource } from '.';
import { classProbabilities } from './boundary';
import { lookAtPlane, type InputPlane } from './layers/inputPlane';
import { drawUnitMaps } from './layers/unitMaps';
import { drawWarpedPlane } from './layers/warpedPlane';

/** More would hide each other. */
const mostExamples = 200;

/** What a net makes of its task now, layer by layer, and as a whole where that picture is wanted as well. */
export function drawMoment(source: PictureSource, step: number, wanted: MomentWanted): RunMoment {
  const { data } = source;
  const { layer } = wanted;
  const picture = wanted.picture ? finish(drawPicture(source, step, new Pace())) : null;
  const examples = probeOf(data.splits, sizeOf(data.inputShape)).subarray(0, mostExamples);
  const labels = data.classes > 0 ? Array.from(examples, (example) => data.targets[example] ?? 0) : [];
  const plane =
    layer === null ? null : lookAtPlane(source, examples, layer === undefined ? undefined : isLayer(layer));
  return {
    step,
    picture: picture !== null && isDrawable(picture) ? picture : null,
    maps: plane && drawUnitMaps(plane),
    warped: plane && drawWarpedPlane(plane, labels, answersOn(source, plane)),
  };
}

const isLayer = (wanted: LayerId) => (layer: LayerId) => layer === wanted;

/** What the net answers on the grid: bytes that stand for its probabilities. */
function answersOn(source: PictureSource, { side, outputs }: InputPlane): PlaneAnswers | null {
  if (source.data.task !== 'classification') return null;
  const probabilities = classProbabilities(source, outputs.subarray(0, side * side * source.outputs));
  return {
    classes: probabilities.length / (side * side),
    probabilities: Buffer.from(probabilities.map((each) => Math.round(255 * each))).toString('base64'),
  };
}
