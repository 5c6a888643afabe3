import type { PreparedDataset } from '@shared/data/prepared';
import { sizeOf } from '@shared/ops/shape';
import { examplesAtOnce, valuesAtPlace, type Attribute } from './question';
import { probabilityReader } from './score';

/** A covered square of an image has a seventh of its side. */
const coversAlongSide = 7;

/** Places of an example that are covered together: pixels, the steps of a series, or one input. */
type Cover = readonly number[];

/**
 * Each part is covered in turn by what the model takes as 0, and the answer's fall is the part's effect (Zeiler and Fergus
 * 2014, section 4.2). Squares overlap; a pixel's effect is the mean of those over it.
 */
export const occlusion: Attribute = async ({ given, dataset, places, before, ask }) => {
  const covers = coversOf(places);
  const scoreOf = probabilityReader(before);
  const score = scoreOf(before);
  const effects = new MeanEffects(sizeOf(places));
  for (let first = 0; first < covers.length; first += examplesAtOnce) {
    const some = covers.slice(first, first + examplesAtOnce);
    const answers = await ask(covered(given, some, dataset), some.length);
    some.forEach((cover, at) => {
      const answer = answers[at];
      if (answer !== undefined) effects.add(cover, score - scoreOf(answer));
    });
  }
  return { score, effects: effects.means() };
};

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
function covered(given: Float32Array, covers: readonly Cover[], dataset: PreparedDataset): Float32Array {
  const { offset } = dataset.scaling;
  const width = valuesAtPlace(dataset);
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
