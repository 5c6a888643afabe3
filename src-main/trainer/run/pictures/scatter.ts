import type { PictureOf } from '@shared/pictures/catalogue';
import { predictExamples } from '../../session/slices';
import { shownExamples } from './examples';
import type { DrawPicture } from './source';

export const drawScatter: DrawPicture<PictureOf<'scatter'>> = function* (source, step, pace) {
  const { data, session, outputs: width } = source;
  const { targets, targetSize } = data;
  const all = shownExamples(data).indices;
  const indices = all.subarray(0, Math.ceil(all.length / targetSize));
  const outputs = yield* predictExamples(session, indices, width, pace);
  const truth = Array.from(indices).flatMap((example) => [
    ...targets.subarray(example * targetSize, (example + 1) * targetSize),
  ]);
  return { kind: 'scatter', step, truth, predicted: [...outputs.subarray(0, truth.length)] };
};
