import { indexOfLargest } from '@shared/ops/largest';
import type { PictureOf } from '@shared/pictures/catalogue';
import { countConfusion } from '@shared/predictions/confusion';
import { predictExamples } from '../../session/slices';
import { shownExamples } from './examples';
import type { DrawPicture, PictureSource } from './source';

export const drawConfusion: DrawPicture<PictureOf<'confusion'>> = function* (source, step, pace) {
  const { data, session, outputs: width } = source;
  const { split, indices } = shownExamples(data);
  const outputs = yield* predictExamples(session, indices, width, pace);
  const classes = Math.max(2, data.classes);
  const answers = indices.map((_, at) =>
    predictedClass(source, outputs.subarray(at * width, (at + 1) * width)),
  );
  const targets = indices.map((example) => data.targets[example] ?? 0);
  const counts = countConfusion(targets, answers, classes);
  return { kind: 'confusion', step, split, splitExamples: data.splits[split].length, counts };
};

function predictedClass({ training }: PictureSource, row: Float32Array): number {
  if (row.length > 1) return indexOfLargest(row);
  return (row[0] ?? 0) > training.loss.definition.threshold ? 1 : 0;
}
