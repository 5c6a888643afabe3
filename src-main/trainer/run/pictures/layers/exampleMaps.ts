import type { DrawnMaps, MapsWanted } from '@shared/pictures/layers/exampleMaps';
import { byteMaps } from './byteMaps';
import { drawExample, inputsOf, notFound, probedExamples } from './probedExamples';
import type { PictureSource } from '../source';

/** What the channels of a layer give over one image. @throws AppError `notFound` where layer or example are none such */
export function drawExampleMaps(
  { data, session, network }: PictureSource,
  step: number,
  { layer, example }: MapsWanted,
): DrawnMaps {
  const [height, width, channels, ...rest] = network.layers.find(({ id }) => id === layer)?.outputShape ?? [];
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0)
    throw notFound(`${layer} has no maps`, 'Choose a layer whose output has height, width and channels.');
  const examples = probedExamples(data);
  const index = examples[example];
  if (index === undefined)
    throw notFound(`There is no example ${example}`, `Choose one from 0 to ${examples.length - 1}.`);
  const output = session.layerOutputs(inputsOf(data, index), 1)[layer] ?? new Float32Array();
  return {
    step,
    examples: examples.length,
    example: drawExample(data, index),
    ...{ height, width, channels },
    ...byteMaps(output, height * width, channels),
  };
}
