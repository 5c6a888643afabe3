import type { DatasetSpec } from '../data/spec';
import type { Shape } from '../ops/shape';
import type { CodePlan } from './plan';
import { indented, writeValue } from './values';

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

const text = (value: string): string => writeValue(value, 'python');

/** The body of a loader that reads the data set's own files, or a place to put one. */
function loadBody(plan: CodePlan): string {
  const { dataset } = plan.experiment;
  switch (dataset.kind) {
    case 'csv':
      return csvBody(dataset, plan);
    case 'cifar10':
      return `records = np.concatenate(
    [np.fromfile(file, np.uint8) for file in sorted(Path(${text(dataset.path)}).glob("data_batch_*.bin"))]
).reshape(-1, 1 + 3072)
x = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype("float32")
y = records[:, 0].astype("int64")`;
    case 'idx':
      return `def read(path, header):
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)

y = read(${text(dataset.labels)}, 8).astype("int64")
x = read(${text(dataset.images)}, 16).reshape(len(y), ${plan.exampleShape.join(', ')}).astype("float32")`;
    default:
      return `# Layerlab draws this data set ("${dataset.kind}") itself: put your own loading here.
raise NotImplementedError("load x and y here")`;
  }
}

function csvBody(dataset: Extract<DatasetSpec, { kind: 'csv' }>, plan: CodePlan): string {
  const ignored = (dataset.ignore ?? []).map((name) => `${text(name)}, `).join('');
  const candidates = ignored === '' ? 'names' : `[name for name in names if name not in (${ignored.trim()})]`;
  const target = dataset.target === undefined ? `${candidates}[-1]` : text(dataset.target);
  const y =
    plan.loss.task === 'regression'
      ? 'table[target].astype("float32").reshape(-1, 1)'
      : 'np.unique(table[target], return_inverse=True)[1].astype("int64")';
  return `# For a table of numbers; columns of words need one column a word first.
path = ${text(dataset.path)}
# Layerlab looks for the delimiter and a header; here the first line tells both.
with open(path, encoding="utf-8-sig") as file:
    first = file.readline().rstrip("\\n")
delimiter = max(",;\\t|", key=first.count)
names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter, skipinitialspace=True))]
number = re.compile(r"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
has_header = len(set(names)) == len(names) and not any(number.fullmatch(name) for name in names)
if not has_header:
    names = [f"column {index + 1}" for index in range(len(names))]
table = np.genfromtxt(
    path,
    delimiter=delimiter,
    names=names,
    skip_header=int(has_header),
    deletechars="",
    replace_space=" ",
    comments=None,
    dtype=None,
    encoding="utf-8-sig",
)
target = ${target}
features = [name for name in names if name not in (${ignored}target,)]
x = np.stack([table[name] for name in features], axis=1).astype("float32")
y = ${y}`;
}

/** Scaling as Layerlab does it: measured on the training examples alone. */
function scaleBody({ scaling, kind }: DatasetSpec, shape: Shape): string {
  const isImage = shape.length === 3;
  const axes = isImage ? '(0, 1, 2)' : '0';
  if (scaling === 'none') return '';
  if (scaling === 'standardize') {
    return `mean, deviation = x_train.mean(axis=${axes}), x_train.std(axis=${axes})
scale = lambda x: (x - mean) / np.where(deviation > 0, deviation, 1)
`;
  }
  if (isImage || kind === 'idx') return 'scale = lambda x: x / 255\n';
  return `low, high = x_train.min(axis=0), x_train.max(axis=0)
scale = lambda x: (x - low) / np.where(high > low, high - low, 1)
`;
}

export function pythonDataImports({ experiment: { dataset } }: CodePlan): string[] {
  if (dataset.kind === 'csv') return ['import csv', 'import re'];
  if (dataset.kind === 'cifar10') return ['from pathlib import Path'];
  return dataset.kind === 'idx' ? ['import gzip'] : [];
}

/** `load_data()`: NumPy arrays, split and scaled. */
export function pythonData(plan: CodePlan): string {
  const { dataset, training } = plan.experiment;
  const scaling = scaleBody(dataset, plan.exampleShape);
  const splitting = `order = np.random.default_rng(${dataset.splitSeed}).permutation(len(x))
validation = int(len(x) * ${dataset.validationFraction})
x_val, y_val = x[order[:validation]], y[order[:validation]]
x_train, y_train = x[order[validation:]], y[order[validation:]]
`;
  const returned =
    scaling === '' ? 'x_train, y_train, x_val, y_val' : 'scale(x_train), y_train, scale(x_val), y_val';
  const augmentation =
    training.augmentation === undefined
      ? ''
      : '# Left out: Layerlab also flips or shifts the training images at random.\n';
  return `def load_data():
    """x: float32 ${shapeInWords(plan.exampleShape)}; y: ${describeTargets(plan)}."""
${indented(`${loadBody(plan)}\n\n${splitting}${scaling}${augmentation}return ${returned}`, 4)}`;
}
