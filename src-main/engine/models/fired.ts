import type { FiredLayer } from '@shared/contract/fired';
import type { ModelReference } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import { inferNetwork, type InferredLayer } from '@shared/network/inference';
import { indexOfLargest } from '@shared/ops/largest';
import type { EngineParts } from '../engineParts';
import { layersNamed } from '../exporting/onnx/layerOutputs';
import { floatsOf } from '../inference/inferenceProcess';
import { openModelFile, requireCard } from './modelFile';
import { exampleValues } from './tryExample';

/** Channels of a layer, and units, that are told. */
const mostMaps = 24;
const mostUnits = 512;

/**
 * What each layer of a model gives for one example.
 * @param values as the data set stores them
 * @throws AppError `badDataset` for another number of values, `badModel` for a file that does not say which values are a layer's
 */
export async function whatFired(
  parts: EngineParts,
  model: ModelReference,
  values: readonly number[],
): Promise<FiredLayer[]> {
  const opened = await openModelFile(parts, model);
  const card = requireCard(opened);
  const { inputShape } = card.dataset;
  const given = exampleValues(values, card.dataset);
  const named = layersNamed(opened.facts.metadata);
  if (named === null) {
    throw new AppError('badModel', 'The file does not say which of its values are a layer’s.', {
      where: opened.path,
      remedy: 'Export the run again.',
    });
  }
  const { path } = opened;
  const outputs = await parts.inference.with(path, (process) =>
    process.layers(path, given, [1, ...inputShape], named),
  );
  return inferNetwork(card.experiment.network, { inputShape }).layers.flatMap((layer) => {
    const found = outputs[layer.id];
    return found === undefined || layer.definition.kind === 'input'
      ? []
      : [firedLayer(layer, floatsOf(found))];
  });
}

/** Images are told channel by channel, all else as a row of units. */
function firedLayer({ id, definition, outputShape }: InferredLayer, found: Float32Array): FiredLayer {
  const shape = [...outputShape];
  const channels = shape.length === 3 ? (shape[2] ?? 1) : 1;
  const [height = 1, width = 1] = shape.length === 3 ? shape : [1, Math.min(found.length, mostUnits)];
  const maps = Math.min(channels, mostMaps);
  const [low, high] = rangeOf(found);
  const bytes = new Uint8Array(maps * height * width);
  const scale = 255 / Math.max(high - low, Number.MIN_VALUE);
  for (let place = 0; place < height * width; place++) {
    for (let map = 0; map < maps; map++) {
      bytes[map * height * width + place] = Math.round(
        ((found[place * channels + map] ?? low) - low) * scale,
      );
    }
  }
  const largest = indexOfLargest(found);
  return {
    ...{ id, title: definition.title, shape, maps, height, width, low, high },
    strongest: shape.length === 3 ? largest % channels : largest,
    values: Buffer.from(bytes).toString('base64'),
  };
}

/** Of the finite ones: what is none cannot be drawn. */
function rangeOf(values: Float32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}
