import { csvLine } from '../../csv';
import { targetSizeOf } from '../../data/prepared';
import type { ModelCard } from '../modelCard';
import { predictionReader, type Prediction } from './prediction';

/** What a model answers to one of many examples. */
export type ExamplePrediction = Prediction & {
  /** What it is called: a table's line, an image's file. */
  readonly example: string;
};

/** Between the names of examples that go together; no file has it in its name. */
export const nameSeparator = '\0';

/**
 * What a model answers to some examples, one after another: of a hundred thousand, those that were read need not be kept.
 * @param names of the examples, with {@link nameSeparator} between
 * @param values its outputs, of one example after another
 */
export function* predictionsOf(
  card: ModelCard,
  names: string,
  values: Float32Array,
): Generator<ExamplePrediction, void> {
  const read = predictionReader(card);
  const examples = names === '' ? [] : names.split(nameSeparator);
  const width = values.length / Math.max(1, examples.length);
  for (const [at, example] of examples.entries()) {
    yield { example, ...read(values.subarray(at * width, (at + 1) * width)) };
  }
}

/** The first line of a table of predictions. @param first of its predictions, which says whether there are probabilities */
export function predictionHead({ dataset }: ModelCard, first: Prediction | undefined): string {
  const { inputShape, task, classNames } = dataset;
  const values = targetSizeOf(dataset);
  const predicted =
    values === 1 ? ['prediction'] : Array.from({ length: values }, (_, at) => `prediction ${at + 1}`);
  const named = task === 'classification' && first?.probabilities ? classNames : [];
  const shares = named.map((name) => `probability of ${name}`);
  return csvLine([inputShape.length === 3 ? 'file' : 'line', ...predicted, ...shares]);
}

/** The line of one prediction. */
export function predictionLine(prediction: ExamplePrediction): string {
  const { example, class: answer, value, probabilities, outputs } = prediction;
  let line = csvLine(value === null ? [example, answer] : [example]);
  // Nothing in a number has to be quoted, and of a hundred thousand lines lists would take longest.
  for (const number of value === null ? (probabilities ?? []) : outputs) line += `,${number}`;
  return line;
}
