import { foldingOf } from '../../data/dataset';
import { formatShare } from '../../format';
import { describeAugmentation } from '../../training/augmentations/words';
import type { CodePlan } from '../plan';

const scalings: Readonly<Record<string, string>> = {
  standardize: 'subtract the mean and divide by the deviation of each feature (of images: each channel)',
  unit: 'bring every feature to [0, 1] (bytes: divide by 255)',
};

/** A place to load data: a browser reads no files by their paths. */
export function tfjsData(plan: CodePlan): string {
  const { experiment, exampleShape, loss } = plan;
  const { dataset, training } = experiment;
  const targets =
    loss.task === 'regression'
      ? `number[][], ${loss.outputs} ${loss.outputs === 1 ? 'value' : 'values'} an example`
      : 'number[], class numbers from 0';
  const scaling = scalings[dataset.scaling];
  const folding = foldingOf(dataset);
  const isChanged = plan.changes !== null;
  const changes = isChanged ? null : describeAugmentation(training.augmentation);
  const remarks = [
    `Your data: arrays of examples. Layerlab used the data set "${dataset.kind}", of which it kept ` +
      `${folding === null ? formatShare(dataset.validationFraction) : `fold ${folding.fold} of ${folding.folds}`} for validation.`,
    ...(scaling === undefined
      ? []
      : [
          `${isChanged ? 'scale(tensor) scales' : 'Scale'} as Layerlab did: ${scaling}, measured on the training examples.`,
        ]),
    ...(isChanged && scaling === undefined ? ['scale(tensor) gives it back: Layerlab did not scale.'] : []),
    ...(isChanged
      ? ['The inputs are as they are stored: their colors are changed before they are scaled.']
      : []),
    ...(changes === null ? [] : [`Left out: ${changes}.`]),
    ...(dataset.alsoTrainOn === undefined
      ? []
      : ['Left out: Layerlab also trains on examples that were kept.']),
  ];
  return `/**
${remarks.map((remark) => ` * ${remark}\n`).join('')} * inputs: nested arrays of the shape [examples, ${exampleShape.join(', ')}]; targets: ${targets}.
 */
export async function loadData() {
  throw new Error('return { training: { inputs, targets }, validation: { inputs, targets }${isChanged ? ', scale' : ''} } here');
}`;
}
