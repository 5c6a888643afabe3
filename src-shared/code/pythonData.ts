import { foldingOf } from '../data/dataset';
import { definitionOf, factsOfSpec } from '../data/spec';
import type { Shape } from '../ops/shape';
import { type PythonLoader, pythonText } from '../frameworks/datasetCode';
import { describeAugmentation } from '../training/augmentations/words';
import type { CodePlan } from './plan';
import { indented } from '../frameworks/values';

/** `tensors[name]` of a checkpoint, with NumPy and the standard library alone. */
export const pythonSafetensors = `def read_safetensors(path):
    """The tensors of a checkpoint, by their names."""
    with open(path, "rb") as file:
        (header_length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(header_length))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }`;

function describeTargets({ loss }: CodePlan): string {
  return loss.task === 'regression'
    ? `float32, one row of ${loss.outputs} ${loss.outputs === 1 ? 'value' : 'values'} an example`
    : 'class numbers from 0, int64';
}

function shapeInWords(shape: Shape): string {
  return `(examples, ${shape.join(', ')})`;
}

/** Scaling as Layerlab does it: measured on the training examples alone. */
function scaleBody({ experiment: { dataset }, exampleShape }: CodePlan): string {
  const { scaling } = dataset;
  const isImage = exampleShape.length === 3;
  // Each value of the last axis is scaled by itself.
  const axes = exampleShape.length < 2 ? '0' : `(${exampleShape.map((_, axis) => axis).join(', ')})`;
  if (scaling === 'none') return '';
  if (scaling === 'standardize') {
    return `mean, deviation = x_train.mean(axis=${axes}), x_train.std(axis=${axes})
scale = lambda x: (x - mean) / np.where(deviation > 0, deviation, 1)
`;
  }
  if (isImage || factsOfSpec(dataset).inputDtype === 'uint8') return 'scale = lambda x: x / 255\n';
  return `low, high = x_train.min(axis=${axes}), x_train.max(axis=${axes})
scale = lambda x: (x - low) / np.where(high > low, high - low, 1)
`;
}

/** A comment whose lines are not longer than a program's usually are. */
function pythonComment(text: string): string {
  return text.replace(/(.{1,90})(?: |$)/g, '# $1\n');
}

function loaderOf({ experiment: { dataset }, exampleShape, loss: { task } }: CodePlan): PythonLoader {
  return definitionOf(dataset).code.python(dataset, { task, exampleShape });
}

export const mathImport = (sources: readonly string[]): string[] =>
  sources.some((source) => source.includes('math.')) ? ['import math'] : [];

export function pythonDataImports(plan: CodePlan): readonly string[] {
  return loaderOf(plan).imports;
}

/** `load_data()`: NumPy arrays, split and scaled. */
export function pythonData(plan: CodePlan): string {
  const { dataset, training } = plan.experiment;
  const scaling = scaleBody(plan);
  const folding = foldingOf(dataset);
  const [held, taken] =
    folding === null
      ? [
          `order[:int(len(x) * ${dataset.validationFraction})]`,
          `order[int(len(x) * ${dataset.validationFraction}):]`,
        ]
      : [
          `order[${folding.fold - 1}::${folding.folds}]`,
          `np.delete(order, np.s_[${folding.fold - 1}::${folding.folds}])`,
        ];
  const splitting = `order = np.random.default_rng(${dataset.splitSeed}).permutation(len(x))
validation, training = ${held}, ${taken}
x_val, y_val = x[validation], y[validation]
x_train, y_train = x[training], y[training]
`;
  const isChanged = plan.changes !== null;
  const changes = isChanged ? null : describeAugmentation(training.augmentation);
  const augmentation = changes === null ? '' : pythonComment(`Left out: ${changes}.`);
  const own =
    dataset.alsoTrainOn === undefined
      ? ''
      : pythonComment(
          `Left out: Layerlab also trains on the examples in ${pythonText(dataset.alsoTrainOn)}.`,
        );
  const classWeights =
    training.classWeights === 'none' ? '' : '# Left out: Layerlab weighs the classes in the training loss.\n';
  return `def load_data():
    """x: float32 ${shapeInWords(plan.exampleShape)}; y: ${describeTargets(plan)}."""
${indented(`${loaderOf(plan).body}\n\n${splitting}${scaling}${augmentation}${own}${classWeights}return ${returnedData(scaling, isChanged)}`, 4)}`;
}

/** @param isChanged colors are mixed as they are stored, so that who changes the images scales them */
function returnedData(scaling: string, isChanged: boolean): string {
  const scaled = (values: string) => (scaling === '' ? values : `scale(${values})`);
  return isChanged
    ? `x_train, y_train, ${scaled('x_val')}, y_val, ${scaling === '' ? 'lambda x: x' : 'scale'}`
    : `${scaled('x_train')}, y_train, ${scaled('x_val')}, y_val`;
}

/** What `load_data()` gives, in the order in which it does. */
export const pythonDataNames = (plan: CodePlan): string =>
  `x_train, y_train, x_val, y_val${plan.changes === null ? '' : ', scale'}`;
