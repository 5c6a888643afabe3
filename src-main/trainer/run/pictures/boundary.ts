import { sigmoid, softmax } from '@shared/ops/probabilities';
import type { PictureOf } from '@shared/pictures/catalogue';
import { predictInputs } from '../../session/slices';
import { between, featureRange } from './grid';
import type { DrawPicture, PictureSource } from './source';

const gridSide = 64;

export const drawBoundary: DrawPicture<PictureOf<'boundary'>> = function* (source, step, pace) {
  const xRange = featureRange(source.data, 0, 2);
  const yRange = featureRange(source.data, 1, 2);
  const grid = new Float32Array(gridSide * gridSide * 2);
  for (let row = 0; row < gridSide; row++) {
    for (let column = 0; column < gridSide; column++) {
      grid[(row * gridSide + column) * 2] = between(xRange, column, gridSide);
      grid[(row * gridSide + column) * 2 + 1] = between(yRange, row, gridSide);
    }
  }
  const { session, outputs: width } = source;
  const outputs = yield* predictInputs(session, grid, gridSide * gridSide, width, pace);
  const probabilities = classProbabilities(source, outputs).map((p) => Math.round(p * 1000) / 1000);
  const classes = Math.max(2, source.data.classes);
  return {
    kind: 'boundary',
    step,
    xRange,
    yRange,
    columns: gridSide,
    rows: gridSide,
    classes,
    probabilities,
  };
};

/**
 * Probabilities of each class, row by row. Margins of the hinge losses are shown through the logistic function,
 * which places the boundary where it is.
 */
export function classProbabilities(
  source: Pick<PictureSource, 'outputs' | 'givesProbabilities' | 'training'>,
  outputs: Float32Array,
): number[] {
  const { outputs: width, givesProbabilities, training } = source;
  // A score around 0 is a margin; one around ½ is compared with the classes' numbers and so taken as it is.
  const isMargin = !givesProbabilities && training.loss.definition.threshold === 0;
  const probabilities: number[] = [];
  for (let start = 0; start < outputs.length; start += width) {
    const row = outputs.subarray(start, start + width);
    if (width === 1) {
      const value = row[0] ?? 0;
      const positive = isMargin ? sigmoid(value) : clamp(value);
      probabilities.push(1 - positive, positive);
    } else {
      for (const each of givesProbabilities ? row : softmax(row)) probabilities.push(each);
    }
  }
  return probabilities;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
