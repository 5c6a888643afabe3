import type { ModelReference, Occlusion } from '@shared/contract/models';
import type { PreparedDataset } from '@shared/data/prepared';
import type { Prediction } from '@shared/exporting/predictions/prediction';
import { indexOfLargest } from '@shared/ops/largest';
import { sizeOf } from '@shared/ops/shape';
import type { EngineParts } from '../engineParts';
import { openModelFile, requireCard } from './modelFile';
import { predictValues } from './predict';
import { exampleValues } from './tryExample';

/** A covered square of an image has a seventh of its side. */
const coversAlongSide = 7;
const coversAtOnce = 64;

/** Places of an example that are covered together: pixels, the steps of a series, or one input. */
type Cover = readonly number[];

/**
 * Which parts of an example moved the answer: each is covered in turn by what the model takes as 0, and the answer's fall is
 * the part's effect (Zeiler and Fergus 2014, section 4.2). Squares overlap; a pixel's effect is the mean of those over it.
 * @param values as the data set stores them
 * @throws AppError `badDataset` for another number of values, `badModel`
 */
export async function occlude(
  parts: EngineParts,
  model: ModelReference,
  values: readonly number[],
): Promise<Occlusion> {
  const { path, ...opened } = await openModelFile(parts, model);
  const card = requireCard({ path, ...opened });
  const given = exampleValues(values, card.dataset);
  const shape = placesOf(card.dataset.inputShape);
  const covers = coversOf(shape);
  const ask = (examples: Float32Array, count: number) => predictValues(parts, path, card, examples, count);
  const [before] = await ask(given, 1);
  if (before === undefined) throw new Error('the model gave no prediction');
  const scoreOf = scoreReader(before);
  const score = scoreOf(before);
  const effects = new MeanEffects(sizeOf(shape));
  for (let first = 0; first < covers.length; first += coversAtOnce) {
    const some = covers.slice(first, first + coversAtOnce);
    const answers = await ask(covered(given, some, card.dataset), some.length);
    some.forEach((cover, at) => {
      const answer = answers[at];
      if (answer !== undefined) effects.add(cover, score - scoreOf(answer));
    });
  }
  return { class: before.class, score, shape, effects: effects.means() };
}

/** Rows and columns of an image; steps, or inputs, of anything else. */
function placesOf(inputShape: readonly number[]): number[] {
  return inputShape.length === 1 ? [...inputShape] : inputShape.slice(0, -1);
}

function coversOf([rows = 1, columns]: readonly number[]): Cover[] {
  if (columns === undefined) return Array.from({ length: rows }, (_, place) => [place]);
  const side = Math.max(1, Math.round(Math.max(rows, columns) / coversAlongSide));
  const step = Math.max(1, Math.floor(side / 2));
  const starts = (length: number) =>
    Array.from({ length: Math.ceil((length + side - step) / step) }, (_, at) => step - side + at * step);
  return starts(rows).flatMap((top) =>
    starts(columns).map((left) => squareAt(top, left, side, [rows, columns])),
  );
}

/** The pixels of a square, as far as it lies in the image. */
function squareAt(
  top: number,
  left: number,
  side: number,
  [rows, columns]: readonly [number, number],
): Cover {
  const within = (from: number, length: number) =>
    Array.from({ length: side }, (_, at) => from + at).filter((each) => each >= 0 && each < length);
  return within(top, rows).flatMap((row) => within(left, columns).map((column) => row * columns + column));
}

/** The example once for each cover, with what scaling makes 0 in its place. */
function covered(
  given: Float32Array,
  covers: readonly Cover[],
  { inputShape, scaling: { offset } }: PreparedDataset,
): Float32Array {
  const width = inputShape.length === 1 ? 1 : (inputShape.at(-1) ?? 1);
  const examples = new Float32Array(covers.length * given.length);
  covers.forEach((cover, at) => {
    const example = examples.subarray(at * given.length, (at + 1) * given.length);
    example.set(given);
    for (const place of cover) {
      for (let index = place * width; index < (place + 1) * width; index++) {
        example[index] = offset[index % offset.length] ?? 0;
      }
    }
  });
  return examples;
}

/** What an answer gives to the class that was answered before: its probability, or else its score; or the value. */
function scoreReader({ value, probabilities, outputs }: Prediction): (answer: Prediction) => number {
  if (value !== null) return (answer) => answer.value ?? NaN;
  if (probabilities !== null) {
    const place = indexOfLargest(probabilities);
    return (answer) => answer.probabilities?.[place] ?? NaN;
  }
  const place = indexOfLargest(outputs);
  const sign = outputs.length === 1 && (outputs[0] ?? 0) < 0 ? -1 : 1;
  return (answer) => sign * (answer.outputs[place] ?? NaN);
}

/** The mean effect of the covers over each place. */
class MeanEffects {
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;

  constructor(places: number) {
    this.sums = new Float64Array(places);
    this.counts = new Float64Array(places);
  }

  add(cover: Cover, effect: number): void {
    for (const place of cover) {
      this.sums[place] = (this.sums[place] ?? 0) + effect;
      this.counts[place] = (this.counts[place] ?? 0) + 1;
    }
  }

  means(): number[] {
    return Array.from(this.sums, (sum, place) => sum / Math.max(1, this.counts[place] ?? 0));
  }
}
