import type { Attribution, ModelReference } from '@shared/contract/models';
import type { AttributionKind } from '@shared/exporting/attribution';
import { sizeOf } from '@shared/ops/shape';
import type { EngineParts } from '../../engineParts';
import { openModelFile, requireCard } from '../modelFile';
import { predictValues } from '../predict';
import { exampleValues } from '../tryExample';
import { gradientTimesInput } from './gradientTimesInput';
import { occlusion } from './occlusion';
import type { Attribute } from './question';

const methods: Readonly<Record<AttributionKind, Attribute>> = { occlusion, gradientTimesInput };

/**
 * Which parts of an example moved a model's answer to it.
 * @param values as the data set stores them
 * @throws AppError `badDataset` for another number of values, `badModel`
 */
export async function attribute(
  parts: EngineParts,
  model: ModelReference,
  values: readonly number[],
  method: AttributionKind,
): Promise<Attribution> {
  const { path, ...opened } = await openModelFile(parts, model);
  const card = requireCard({ path, ...opened });
  const { dataset } = card;
  const given = exampleValues(values, dataset);
  const ask = (examples: Float32Array, count: number) => predictValues(parts, path, card, examples, count);
  const [before] = await ask(given, 1);
  if (before === undefined) throw new Error('the model gave no prediction');
  const places = placesOf(dataset.inputShape);
  const { score, effects } = await methods[method]({ given, dataset, places, before, ask });
  if (effects.length !== sizeOf(places)) throw new Error('an effect for each place');
  return { class: before.class, score, shape: places, effects: [...effects] };
}

function placesOf(inputShape: readonly number[]): number[] {
  return inputShape.length === 1 ? [...inputShape] : inputShape.slice(0, -1);
}
