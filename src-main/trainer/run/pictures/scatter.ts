import type { PictureOf } from '@shared/pictures/catalogue';
import { predictExamples } from '../../session/slices';
import { shownExamples } from './examples';
import type { DrawPicture } from './source';

export const drawScatter: DrawPicture<PictureOf<'scatter'>> = function* (source, step, pace) {
  const { data, session, outputs: width } = source;
  const { indices } = shownExamples(data);
  const outputs = yield* predictExamples(session, indices, width, pace);
  const truth = Array.from(indices, (example) => data.targets[example * data.targetSize] ?? 0);
  const predicted = Array.from(indices, (_, at) => outputs[at * width] ?? 0);
  return { kind: 'scatter', step, truth, predicted };
};
