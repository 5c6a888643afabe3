import { AppError } from '@shared/errors';
import type { InferredNetwork } from '@shared/network/inference';
import { sizeOf } from '@shared/ops/shape';
import type { DrawnMaps, MapsWanted } from '@shared/pictures/exampleMaps';
import { probeOf } from '@shared/training/observation';
import { byteMaps } from './byteMaps';
import type { PictureSource } from '../source';

/** What the channels of a layer give over one image. @throws AppError `notFound` where layer or example are none such */
export function drawExampleMaps(
  { data, session, network }: PictureSource & { readonly network: InferredNetwork },
  step: number,
  { layer, example }: MapsWanted,
): DrawnMaps {
  const [height, width, channels, ...rest] = network.layers.find(({ id }) => id === layer)?.outputShape ?? [];
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0)
    throw notFound(`${layer} has no maps`, 'Choose a layer whose output has height, width and channels.');
  const size = sizeOf(data.inputShape);
  const examples = probeOf(data.splits, size);
  const index = examples[example];
  if (index === undefined)
    throw notFound(`There is no example ${example}`, `Choose one from 0 to ${examples.length - 1}.`);
  const values = Float32Array.from(data.inputs.subarray(index * size, (index + 1) * size));
  const output = session.layerOutputs(values, 1)[layer] ?? new Float32Array();
  const label = data.classes > 0 ? (data.targets[index] ?? null) : null;
  return {
    step,
    examples: examples.length,
    example: { index, shape: [...data.inputShape], values: [...values], label },
    ...{ height, width, channels },
    ...byteMaps(output, height * width, channels),
  };
}

function notFound(what: string, remedy: string): AppError {
  return new AppError('notFound', `${what}.`, { remedy });
}
