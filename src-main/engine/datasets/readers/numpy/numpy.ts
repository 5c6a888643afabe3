import { basename } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { naturalOrder } from '@shared/naturalOrder';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Breathing } from '../../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../../source';
import { badDataset, requireFile } from '../files';
import { openNpy, openNpz, type StoredArray } from './arrayFiles';
import { takeElements } from './npyArray';

type NumpySpec = Extract<FileSpec, { kind: 'numpy' }>;

const chunkBytes = 1 << 20;
const mostClasses = 1000;
const inputNames = ['x', 'x_train', 'data', 'images', 'inputs'];
const targetNames = ['y', 'y_train', 'labels', 'label', 'targets'];

interface Pair {
  readonly inputs: StoredArray;
  readonly targets: StoredArray;
}

/** Both arrays. The caller disposes of what they are in. */
async function openPair({ path, targets }: NumpySpec): Promise<Pair & Disposable> {
  if (targets !== undefined) {
    const pair = { inputs: await openNpy(path), targets: await openNpy(targets) };
    return { ...pair, [Symbol.dispose]: () => undefined };
  }
  if (path.toLowerCase().endsWith('.npy')) {
    throw badDataset(
      'An .npy file holds one array, and there are no targets',
      path,
      'Choose the .npy file of the targets too, or an .npz file that holds both.',
    );
  }
  const { arrays, archive } = await openNpz(path);
  try {
    return { ...choosePair(arrays, path), [Symbol.dispose]: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** By their names; of two arrays with other names, the one of more axes holds the inputs. */
function choosePair(arrays: readonly StoredArray[], path: string): Pair {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => arrays.filter((array) => array.name.toLowerCase() === name))[0];
  const axes = ({ header }: StoredArray) => header.shape.length;
  const [more, less] = [...arrays].sort((a, b) => axes(b) - axes(a));
  const byShape = arrays.length === 2 && more && less && axes(more) > axes(less);
  const inputs = named(inputNames) ?? (byShape ? more : undefined);
  const targets = named(targetNames) ?? (byShape ? less : undefined);
  if (inputs !== undefined && targets !== undefined && inputs !== targets) return { inputs, targets };
  const there = arrays.map(({ name, header }) => `${name} (${header.shape.join(' × ')})`).join(', ');
  throw badDataset(
    `Which arrays are inputs and targets is not to be told; the file holds ${there === '' ? 'none' : there}`,
    path,
    'Save them under the names x and y: np.savez(path, x=x, y=y).',
  );
}

interface Target {
  readonly task: 'classification' | 'regression';
  readonly classNames: string[];
  readonly values: Float64Array;
}

/** Whole numbers and texts are classes, fractions are values, whichever numbers they hold. */
async function readTargets(array: StoredArray, path: string): Promise<Target> {
  const { shape, type } = array.header;
  const count = sizeOf(shape);
  if (count !== shape[0]) {
    throw badDataset(
      `The targets have the shape ${shape.join(' × ')}, and one value an example is needed`,
      path,
      'Save one class or value an example; of one-hot rows, y.argmax(axis=1).',
    );
  }
  using reader = await array.open();
  const values = await takeElements(reader, array.header, count);
  if (type.slice(1).startsWith('f')) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw notFinite(path, bad);
    return { task: 'regression', classNames: [], values: Float64Array.from(values, Number) };
  }
  const distinct = [...new Set(values)];
  distinct.sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : naturalOrder(String(a), String(b)),
  );
  if (distinct.length < 2 || distinct.length > mostClasses) {
    throw badDataset(
      `The targets hold ${distinct.length} different whole numbers or texts, which are taken for classes`,
      path,
      distinct.length < 2 ? 'Choose other targets.' : 'For values to predict, save them as float32.',
    );
  }
  const labelOf = new Map(distinct.map((value, label) => [value, label]));
  return {
    task: 'classification',
    classNames: distinct.map(String),
    values: Float64Array.from(values, (value) => labelOf.get(value) ?? 0),
  };
}

function notFinite(path: string, example: number): Error {
  return badDataset(
    'A value is no finite number',
    `${path}, example ${example + 1}`,
    'Fill it in, or take the example out.',
  );
}

/** One example as the network sees it: a row, or an image with its channels last. */
function exampleShape(shape: Shape, path: string): Shape {
  const [, ...rest] = shape;
  const [first = 0, , last = 0] = rest;
  if (rest.length === 0) return [1];
  if (rest.length === 1) return rest;
  if (rest.length === 2) return [...rest, 1];
  if (rest.length === 3 && last > 4 && (first === 1 || first === 3)) {
    throw badDataset(
      `The images have the shape ${rest.join(' × ')}: their channels stand first`,
      path,
      'Save x.transpose(0, 2, 3, 1).',
    );
  }
  if (rest.length === 3) return rest;
  throw badDataset(
    `An example has the shape ${rest.join(' × ')}`,
    path,
    'Rows of numbers and images of height × width × channels can be learnt from.',
  );
}

async function* readInputs(
  spec: NumpySpec,
  shape: Shape,
  isImage: boolean,
  { values }: Target,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  using pair = await openPair(spec);
  const { inputs } = pair;
  using reader = await inputs.open();
  const size = sizeOf(shape);
  const perChunk = Math.max(1, Math.floor(chunkBytes / (size * inputs.header.elementBytes)));
  for (let first = 0; first < values.length; first += perChunk) {
    const count = Math.min(perChunk, values.length - first);
    const elements = await takeElements(reader, inputs.header, count * size);
    const bad = elements.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw notFinite(spec.path, first + Math.floor(bad / size));
    const chunk = isImage ? Uint8Array.from(elements, Number) : Float32Array.from(elements, Number);
    yield { inputs: chunk, targets: values.subarray(first, first + count) };
    await breathing.pause();
  }
}

/** Arrays that NumPy saved: an .npz file, or an .npy file of inputs and one of targets. */
export const numpyReader: DatasetReader<NumpySpec> = {
  async files({ path, targets }) {
    const files = targets === undefined ? [path] : [path, targets];
    for (const file of files) await requireFile(file, 'NumPy file');
    return files;
  },

  async open(spec, _files, signal): Promise<DatasetSource> {
    using pair = await openPair(spec);
    const { inputs, targets } = pair;
    const targetPath = spec.targets ?? spec.path;
    const { shape: stored, type } = inputs.header;
    const [examples = 0] = stored;
    if (examples !== targets.header.shape[0]) {
      throw badDataset(
        `There are ${examples} inputs and ${targets.header.shape[0] ?? 0} targets`,
        targetPath,
        'Save arrays of the same length.',
      );
    }
    if (sizeOf(stored) === 0)
      throw badDataset('The array of inputs is empty', spec.path, 'Choose another file.');
    if (type.slice(1).startsWith('U')) {
      throw badDataset('The inputs are texts', spec.path, 'Save numbers, or a CSV table.');
    }
    const inputShape = exampleShape(stored, spec.path);
    const isImage = inputShape.length === 3 && type === '|u1';
    const target = await readTargets(targets, targetPath);
    return {
      content: {
        name: basename(spec.path),
        task: target.task,
        examples,
        inputShape: [...inputShape],
        inputDtype: isImage ? 'uint8' : 'float32',
        featureNames:
          inputShape.length === 1
            ? Array.from({ length: inputShape[0] ?? 0 }, (_, index) => `x${index + 1}`)
            : [],
        targetName: targets.name === '' ? 'target' : targets.name,
        classNames: target.classNames,
      },
      chunks: () => readInputs(spec, inputShape, isImage, target, signal),
    };
  },
};
