import { examplesAtOnce, valuesAtPlace, type Attribute, type AttributionQuestion } from './question';
import { scoreReader } from './score';

/** How far an input is moved to either side, as the model takes it: scaled, its values are around 1. */
const step = 0.01;

/**
 * The slope of the score in each input times the input, both as the scaled network takes them; the sum over the values of a
 * place (Shrikumar et al. 2016). Slopes are central differences, which any file gives that runs: exact where the score is
 * straight between, as between the bends of ReLU.
 */
export const gradientTimesInput: Attribute = async (question) => {
  const { given, dataset, before, ask } = question;
  const scoreOf = scoreReader(before);
  const width = valuesAtPlace(dataset);
  const effects = new Float64Array(given.length / width);
  const inputsAtOnce = examplesAtOnce / 2;
  for (let first = 0; first < given.length; first += inputsAtOnce) {
    const count = Math.min(inputsAtOnce, given.length - first);
    const answers = await ask(movedBothWays(question, first, count), 2 * count);
    for (let at = 0; at < count; at++) {
      const [up, down] = [answers[2 * at], answers[2 * at + 1]];
      if (up === undefined || down === undefined) throw new Error('the model gave too few predictions');
      const slope = (scoreOf(up) - scoreOf(down)) / (2 * step);
      const place = Math.floor((first + at) / width);
      effects[place] = (effects[place] ?? 0) + slope * scaledValue(question, first + at);
    }
  }
  return { score: scoreOf(before), effects: [...effects] };
};

/** The example with each of some inputs moved up, and down. */
function movedBothWays({ given, dataset }: AttributionQuestion, first: number, count: number): Float32Array {
  const { factor } = dataset.scaling;
  const examples = new Float32Array(2 * count * given.length);
  for (let at = 0; at < count; at++) {
    const index = first + at;
    const raw = step / (factor[index % factor.length] || 1);
    [raw, -raw].forEach((moved, side) => {
      const start = (2 * at + side) * given.length;
      examples.set(given, start);
      examples[start + index] = (given[index] ?? 0) + moved;
    });
  }
  return examples;
}

function scaledValue({ given, dataset: { scaling } }: AttributionQuestion, index: number): number {
  const { offset, factor } = scaling;
  return ((given[index] ?? 0) - (offset[index % offset.length] ?? 0)) * (factor[index % factor.length] ?? 1);
}
