import type { FileSpec } from '@shared/data/catalogue';
import { badDataset } from '../files';
import { openNpy, openNpz, type StoredArray } from './arrayFiles';

export type NumpySpec = Extract<FileSpec, { kind: 'numpy' }>;

const inputWords = ['x', 'data', 'images', 'inputs'];
const targetWords = ['y', 'labels', 'label', 'targets'];
/** What stands before or behind the words in the names of arrays that are for one split, in the order in which they are read. */
const splitWords = {
  training: ['train'],
  validation: ['val', 'valid', 'validation'],
  test: ['test'],
} as const;
const namesOf = (words: readonly string[], splits: readonly string[]): string[] =>
  words.flatMap((word) => splits.flatMap((split) => [`${word}_${split}`, `${split}_${word}`]));
const inputNames = [...inputWords, ...namesOf(inputWords, splitWords.training)];
const targetNames = [...targetWords, ...namesOf(targetWords, splitWords.training)];

export interface Pair {
  readonly inputs: StoredArray;
  readonly targets: StoredArray;
}

/** The arrays of a data set: those to share out, then those that came for validation and for the test. */
export interface Pairs extends Disposable {
  readonly main: Pair;
  readonly validation: Pair | null;
  readonly test: Pair | null;
  /** Names of arrays that none of them uses. */
  readonly unused: readonly string[];
}

function requireTwoFiles(path: string, targets: string): void {
  if (path.toLowerCase().endsWith('.npz')) {
    throw badDataset(
      'An .npz file holds its own targets, and a file of targets is given beside it',
      'dataset.targets',
      'Leave targets out, or choose an .npy file of inputs.',
    );
  }
  if (path === targets) {
    throw badDataset(
      'One file is to be the inputs and the targets at once',
      'dataset.targets',
      'Choose the .npy file of the targets.',
    );
  }
}

/** All arrays that are used. The caller disposes of what they are in. */
export async function openPairs({ path, targets }: NumpySpec): Promise<Pairs> {
  if (targets !== undefined) {
    requireTwoFiles(path, targets);
    const main = { inputs: await openNpy(path), targets: await openNpy(targets) };
    return { main, validation: null, test: null, unused: [], [Symbol.dispose]: () => undefined };
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
    return { ...choosePairs(arrays, path), [Symbol.dispose]: () => archive[Symbol.dispose]() };
  } catch (error) {
    archive[Symbol.dispose]();
    throw error;
  }
}

function choosePairs(arrays: readonly StoredArray[], path: string): Omit<Pairs, typeof Symbol.dispose> {
  const validation = ownPair(arrays, splitWords.validation, path);
  const test = ownPair(arrays, splitWords.test, path);
  const own = [validation, test].flatMap((pair) => (pair === null ? [] : [pair.inputs, pair.targets]));
  const main = mainPair(
    arrays.filter((array) => !own.includes(array)),
    path,
  );
  for (const pair of [validation, test]) if (pair !== null) requireAlike(main, pair, path);
  const used = [...own, main.inputs, main.targets];
  const unused = arrays.filter((array) => !used.includes(array)).map(({ name }) => name);
  return { main, validation, test, unused };
}

/** The array with the first of some names that there is, in whatever order the file has them. */
function firstNamed(arrays: readonly StoredArray[], names: readonly string[]): StoredArray | undefined {
  return names.flatMap((name) => arrays.filter((array) => array.name.toLowerCase() === name))[0];
}

/** `x_test` and `y_test`, or the like. */
function ownPair(arrays: readonly StoredArray[], splits: readonly string[], path: string): Pair | null {
  const inputs = firstNamed(arrays, namesOf(inputWords, splits));
  const targets = firstNamed(arrays, namesOf(targetWords, splits));
  if (inputs === undefined && targets === undefined) return null;
  if (inputs !== undefined && targets !== undefined) return { inputs, targets };
  const [there, lacking] = inputs === undefined ? [targets, 'inputs'] : [inputs, 'targets'];
  throw badDataset(
    `The file holds ${there?.name ?? ''} and no ${lacking} that belong to it`,
    path,
    'Save both, or leave both out.',
  );
}

/** By their names; of two arrays with other names, the one of more axes holds the inputs. */
function mainPair(arrays: readonly StoredArray[], path: string): Pair {
  const axes = ({ header }: StoredArray) => header.shape.length;
  const [more, less] = [...arrays].sort((a, b) => axes(b) - axes(a));
  const byShape = arrays.length === 2 && more && less && axes(more) > axes(less);
  const inputs = firstNamed(arrays, inputNames) ?? (byShape ? more : undefined);
  const targets = firstNamed(arrays, targetNames) ?? (byShape ? less : undefined);
  if (inputs !== undefined && targets !== undefined && inputs !== targets) return { inputs, targets };
  const there = arrays.map(({ name, header }) => `${name} (${header.shape.join(' × ')})`).join(', ');
  throw badDataset(
    `Which arrays are inputs and targets is not to be told; the file holds ${there === '' ? 'none' : there}`,
    path,
    'Save them under the names x and y: np.savez(path, x=x, y=y).',
  );
}

function requireAlike(main: Pair, own: Pair, path: string): void {
  for (const part of ['inputs', 'targets'] as const) {
    const [first, other] = [main[part], own[part]];
    const [, ...shape] = first.header.shape;
    const [, ...otherShape] = other.header.shape;
    if (shape.join() === otherShape.join() && first.header.type === other.header.type) continue;
    const told = ({ name, header }: StoredArray) => `${name} (${header.type}, ${header.shape.join(' × ')})`;
    throw badDataset(
      `${told(other)} does not fit ${told(first)}`,
      path,
      'Save arrays whose examples have the same shape and type.',
    );
  }
}
