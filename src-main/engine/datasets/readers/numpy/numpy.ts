import { basename } from 'node:path';
import { naturalOrder } from '@shared/naturalOrder';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Breathing } from '../../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../../source';
import { requireChannelsLast } from '../channels';
import { badDataset, plural, requireFile } from '../files';
import type { StoredArray } from './arrayFiles';
import { endElements, takeElements } from './npyArray';
import { type NumpySpec, openPairs, type Pair, type Pairs } from './pairs';

const chunkBytes = 1 << 20;
const mostClasses = 1000;
/** So few whole numbers are probably classes. */
const mostDoubtful = 20;

/** Consecutive examples: those to share out, then those for validation, then those for the test. */
const inOrder = ({ main, validation, test }: Pairs): Pair[] =>
  [main, validation, test].filter((pair) => pair !== null);

interface Target {
  readonly task: 'classification' | 'regression';
  readonly classNames: string[];
  readonly values: Float64Array;
}

/** Whole numbers and texts are classes, fractions are values, whichever numbers they hold. */
async function readTargets(arrays: readonly StoredArray[], path: string): Promise<Target> {
  let values: (number | string)[] = [];
  for (const array of arrays) values = values.concat(await targetsOf(array, path));
  return asTarget(values, arrays[0]?.header.type ?? '', path);
}

async function targetsOf(array: StoredArray, path: string) {
  const { shape } = array.header;
  const count = sizeOf(shape);
  if (count !== shape[0]) {
    throw badDataset(
      `The targets have the shape ${shape.join(' × ')}, and one value an example is needed`,
      path,
      'Save one class or value an example; of one-hot rows, y.argmax(axis=1).',
    );
  }
  using reader = await array.open();
  const elements = await takeElements(reader, array.header, count);
  await endElements(reader);
  return elements;
}

function asTarget(values: readonly (number | string)[], type: string, path: string): Target {
  if (type.slice(1).startsWith('f')) {
    const bad = values.findIndex((value) => !isInput(value));
    if (bad >= 0) throw noInput(path, bad, values[bad] ?? NaN);
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

/** Fractions that are none may have been meant as classes. */
function remarkOnValues({ task, values }: Target): string[] {
  const distinct = new Set(values);
  if (task !== 'regression' || distinct.size > mostDoubtful || !values.every(Number.isInteger)) return [];
  const count = plural(distinct.size, 'whole number');
  return [`The targets are ${count} stored as fractions, and so values: classes are y.astype("int64").`];
}

/** Whether it is a number, and one as a 32-bit float as well. */
const isInput = (value: number | string): boolean =>
  typeof value === 'number' && Number.isFinite(Math.fround(value));

function noInput(path: string, example: number, value: number | string): Error {
  const where = `${path}, example ${example + 1}`;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return badDataset('A value is no finite number', where, 'Fill it in, or take the example out.');
  }
  return badDataset(
    `The value ${value} is larger than the numbers that networks compute with can tell`,
    where,
    'Scale the array, leave its identifiers out, or save identifiers that are classes as texts: y.astype(str).',
  );
}

/** One example as the network sees it: a row, or an image with its channels last. */
function exampleShape(shape: Shape, path: string): Shape {
  const [, ...rest] = shape;
  if (rest.length === 0) return [1];
  if (rest.length === 1) return rest;
  if (rest.length === 2) return [...rest, 1];
  requireChannelsLast(rest, path, 'Save x.transpose(0, 2, 3, 1).');
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
  using pairs = await openPairs(spec);
  const size = sizeOf(shape);
  let done = 0;
  for (const { inputs } of inOrder(pairs)) {
    using reader = await inputs.open();
    const end = done + (inputs.header.shape[0] ?? 0);
    const perChunk = Math.max(1, Math.floor(chunkBytes / (size * inputs.header.elementBytes)));
    while (done < end) {
      const count = Math.min(perChunk, end - done);
      const elements = await takeElements(reader, inputs.header, count * size);
      const bad = elements.findIndex((value) => !isInput(value));
      if (bad >= 0) throw noInput(spec.path, done + Math.floor(bad / size), elements[bad] ?? NaN);
      const chunk = isImage ? Uint8Array.from(elements, Number) : Float32Array.from(elements, Number);
      yield { inputs: chunk, targets: values.subarray(done, done + count) };
      done += count;
      await breathing.pause();
    }
    await endElements(reader);
  }
}

function requireSameLength({ inputs, targets }: Pair, path: string): void {
  const [examples = 0] = inputs.header.shape;
  if (examples === targets.header.shape[0]) return;
  throw badDataset(
    `There are ${examples} inputs and ${targets.header.shape[0] ?? 0} targets`,
    path,
    'Save arrays of the same length.',
  );
}

const lengthOf = (pair: Pair | null): number => pair?.inputs.header.shape[0] ?? 0;

/** Arrays that NumPy saved: an .npz file, or an .npy file of inputs and one of targets. */
export const numpyReader: DatasetReader<NumpySpec> = {
  async files({ path, targets }) {
    const files = targets === undefined ? [path] : [path, targets];
    for (const file of files) await requireFile(file, 'NumPy file');
    return files;
  },

  async open(spec, _files, signal): Promise<DatasetSource> {
    using pairs = await openPairs(spec);
    const { inputs, targets } = pairs.main;
    const targetPath = spec.targets ?? spec.path;
    for (const pair of inOrder(pairs)) requireSameLength(pair, targetPath);
    const { shape: stored, type } = inputs.header;
    if (sizeOf(stored) === 0)
      throw badDataset('The array of inputs is empty', spec.path, 'Choose another file.');
    if (/^[US]/.test(type.slice(1))) {
      throw badDataset('The inputs are texts', spec.path, 'Save numbers, or a CSV table.');
    }
    const inputShape = exampleShape(stored, spec.path);
    const isImage = inputShape.length === 3 && type === '|u1';
    const target = await readTargets(
      inOrder(pairs).map((pair) => pair.targets),
      targetPath,
    );
    return {
      content: {
        name: basename(spec.path),
        task: target.task,
        examples: target.values.length,
        inputShape: [...inputShape],
        inputDtype: isImage ? 'uint8' : 'float32',
        featureNames:
          inputShape.length === 1
            ? Array.from({ length: inputShape[0] ?? 0 }, (_, index) => `x${index + 1}`)
            : [],
        targetName: targets.name === '' ? 'target' : targets.name,
        classNames: target.classNames,
      },
      own: { validation: lengthOf(pairs.validation), test: lengthOf(pairs.test) },
      remarks: [...pairs.unused.map((name) => `The array ${name} is not used.`), ...remarkOnValues(target)],
      chunks: () => readInputs(spec, inputShape, isImage, target, signal),
    };
  },
};
