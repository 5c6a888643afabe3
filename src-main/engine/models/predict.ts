import type { ModelReference, PredictionBatch } from '@shared/contract/models';
import type { ModelCard } from '@shared/exporting/modelCard';
import { predictionReader, type Prediction } from '@shared/exporting/predictions/prediction';
import { nameSeparator } from '@shared/exporting/predictions/predictionTable';
import type { EngineParts } from '../engineParts';
import { ahead } from './inputs/ahead';
import { readInputs } from './inputs/inputs';
import { openModelFile, requireCard } from './modelFile';

type Parts = Pick<EngineParts, 'runs' | 'workspace' | 'inference'>;

/**
 * Runs the examples of a file or folder through a model.
 * @throws AppError `badModel` for a model that does not say what its inputs mean; `badDataset` for what does not fit it
 */
export async function* predictFile(
  parts: Parts,
  model: ModelReference,
  input: string,
  signal?: AbortSignal,
): AsyncGenerator<PredictionBatch, void, void> {
  const opened = await openModelFile(parts, model);
  const card = requireCard(opened);
  for await (const { names, values } of ahead(await readInputs(input, card, signal))) {
    signal?.throwIfAborted();
    const { buffer, byteOffset, byteLength } = await outputsFor(
      parts,
      opened.path,
      card,
      values,
      names.length,
    );
    yield {
      names: names.join(nameSeparator),
      outputs: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    };
  }
}

/** What a model answers to examples as its data set stores them. */
export async function predictValues(
  { inference }: Pick<Parts, 'inference'>,
  path: string,
  card: ModelCard,
  values: Float32Array,
  count: number,
): Promise<Prediction[]> {
  return readPredictions(card, await outputsFor({ inference }, path, card, values, count), count);
}

function outputsFor(
  { inference }: Pick<Parts, 'inference'>,
  path: string,
  card: ModelCard,
  values: Float32Array,
  count: number,
): Promise<Float32Array> {
  const shape = [count, ...card.dataset.inputShape];
  return inference.with(path, (process) => process.runOne(path, values, shape));
}

/** Reads the outputs of some examples, which stand one after another. */
export function readPredictions(card: ModelCard, outputs: Float32Array, count: number): Prediction[] {
  const width = outputs.length / Math.max(1, count);
  const read = predictionReader(card);
  return Array.from({ length: count }, (_, row) => read(outputs.subarray(row * width, (row + 1) * width)));
}
