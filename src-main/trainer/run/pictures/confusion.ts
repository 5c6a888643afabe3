import { indexOfLargest } from '@shared/ops/largest';
import type { PictureOf } from '@shared/pictures/catalogue';
import { predictExamples } from '../../session/slices';
import { shownExamples } from './examples';
import type { DrawPicture, PictureSource } from './source';

export const drawConfusion: DrawPicture<PictureOf<'confusion'>> = function* (source, step, pace) {
  const { data, session, outputs: width } = source;
  const { split, indices } = shownExamples(data);
  const outputs = yield* predictExamples(session, indices, width, pace);
  const classes = Math.max(2, data.classes);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  indices.forEach((example, at) => {
    const row = counts[data.targets[example] ?? 0];
    const taken = predictedClass(source, outputs.subarray(at * width, (at + 1) * width));
    if (row?.[taken] !== undefined) row[taken] += 1;
  });
  return { kind: 'confusion', step, split, splitExamples: data.splits[split].length, counts };
};

function predictedClass({ training }: PictureSource, row: Float32Array): number {
  if (row.length > 1) return indexOfLargest(row);
  return (row[0] ?? 0) > training.loss.definition.threshold ? 1 : 0;
}
