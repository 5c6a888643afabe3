import { imageExtensions } from '@shared/data/files/imageFolder';
import { naturalOrder } from '@shared/naturalOrder';
import { badDataset, plural } from '../files';
import { similarWords } from '../../similarWords';
import type { OwnSplits } from '../../source';

export interface LabelledImage {
  readonly file: string;
  readonly label: number;
}

/** What the folders say: the classes, and the images with those of validation and test last. */
export interface ImageTree {
  readonly classNames: readonly string[];
  readonly images: readonly LabelledImage[];
  readonly own: OwnSplits;
  readonly remarks: readonly string[];
}

type SplitName = 'training' | keyof OwnSplits;

const splitFolders: Readonly<Record<string, SplitName>> = {
  train: 'training',
  training: 'training',
  val: 'validation',
  dev: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

const isImage = (file: string): boolean =>
  imageExtensions.some((extension) => file.toLowerCase().endsWith(`.${extension}`));

/** Endings of files that hold pictures of kinds that are not read, and what they are called. */
const otherPictures: Readonly<Record<string, string>> = {
  heic: 'HEIC image',
  heif: 'HEIC image',
  tif: 'TIFF image',
  tiff: 'TIFF image',
  avif: 'AVIF image',
  jxl: 'JPEG XL image',
  jp2: 'JPEG 2000 image',
  svg: 'SVG drawing',
  pdf: 'PDF document',
  psd: 'Photoshop image',
  dng: 'raw photograph',
  nef: 'raw photograph',
  cr2: 'raw photograph',
  arw: 'raw photograph',
};

/** How many files there are of each kind of picture that is not read. */
function otherKinds(files: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const kind = otherPictures[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

const named = (kinds: ReadonlyMap<string, number>): string =>
  [...kinds].map(([kind, count]) => plural(count, kind)).join(' and ');

const countOf = (kinds: ReadonlyMap<string, number>): number =>
  [...kinds.values()].reduce((sum, count) => sum + count, 0);

function notRead(kinds: ReadonlyMap<string, number>): string[] {
  if (kinds.size === 0) return [];
  const [are, them] = countOf(kinds) === 1 ? ['is', 'it'] : ['are', 'them'];
  return [`${named(kinds)} cannot be read and ${are} left out: save ${them} as JPEG or PNG.`];
}

const depthOf = (path: string): number => path.split('/').length;

/** Archives and downloads often have one folder around all: the path of what is inside it, with "/" at its end. */
function wrapping(files: readonly string[], folders: readonly string[]): string {
  let inside = '';
  for (;;) {
    const within = (paths: readonly string[]) =>
      paths.filter((path) => path.startsWith(inside)).map((path) => path.slice(inside.length));
    const [only, ...others] = within(folders).filter((path) => depthOf(path) === 1);
    const hasImages = within(files).some((file) => isImage(file) && depthOf(file) < 3);
    if (only === undefined || others.length > 0 || hasImages) return inside;
    inside += `${only}/`;
  }
}

/**
 * Arranges the files of a folder by classes and splits.
 * @param root where they are, for messages
 * @throws AppError `badDataset` where there are no folders of classes, or fewer than two.
 */
export function arrangeImages(root: string, files: readonly string[], folders: readonly string[]): ImageTree {
  const inside = wrapping(files, folders);
  const within = (path: string) => path.slice(inside.length);
  const top = folders
    .filter((path) => path.startsWith(inside) && depthOf(within(path)) === 1)
    .map(within)
    .sort(naturalOrder);
  const splitOf = (folder: string) => splitFolders[folder.toLowerCase()];
  // Classes may be called "test" and "train"; with others beside them they are.
  const hasSplits =
    top.some((folder) => splitOf(folder) === 'training') && top.every((folder) => splitOf(folder));
  if (!hasSplits) requireNoOtherSplit(root, inside, top, folders);
  const levels = hasSplits ? 2 : 1;

  const classFolders = folders
    .filter((path) => path.startsWith(inside) && depthOf(within(path)) === levels)
    .map((path) => within(path).split('/').at(-1) ?? '');
  const images = files.filter((file) => file.startsWith(inside) && isImage(file)).map(within);
  const placed = images
    .filter((file) => depthOf(file) > levels)
    .map((file) => {
      const [first = '', second = ''] = file.split('/');
      const split: SplitName = hasSplits ? (splitOf(first) ?? 'training') : 'training';
      return { file: inside + file, split, className: hasSplits ? second : first };
    });
  const classNames = [...new Set(placed.map(({ className }) => className))].sort(naturalOrder);
  const others = otherKinds(files);
  if (classNames.length < 2) throw tooFewClasses(root, classNames, files, images.length, others);

  const noImages = files.length - images.length - countOf(others);
  const order: readonly SplitName[] = ['training', 'validation', 'test'];
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  const sorted = order.flatMap((split) =>
    placed.filter((image) => image.split === split).sort((a, b) => naturalOrder(a.file, b.file)),
  );
  const sizeOf = (split: SplitName) => placed.filter((image) => image.split === split).length;
  return {
    classNames,
    images: sorted.map(({ file, className }) => ({ file, label: labelOf.get(className) ?? 0 })),
    own: { validation: sizeOf('validation'), test: sizeOf('test') },
    remarks: [
      ...remarkOn(new Set(classFolders.filter((name) => !labelOf.has(name))), 'have no images'),
      ...similarWords(classNames).map(
        (names) =>
          `Classes whose names differ only in case, in blanks or in how a letter is coded: ${names.join(', ')}.`,
      ),
      ...left(images.length - placed.length, 'image', 'outside the folders of classes'),
      ...notRead(others),
      ...left(
        noImages,
        'file',
        `whose ${noImages === 1 ? 'name does' : 'names do'} not end as those of images`,
      ),
    ],
  };
}

/** A folder beside `train` with the same folders in it is a split under another name, and would be taken for a class. */
function requireNoOtherSplit(
  root: string,
  inside: string,
  top: readonly string[],
  folders: readonly string[],
): void {
  const within = (folder: string) => {
    const start = `${inside}${folder}/`;
    return folders.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  };
  const training = top.find((folder) => splitFolders[folder.toLowerCase()] === 'training');
  const other = top.find((folder) => splitFolders[folder.toLowerCase()] === undefined);
  if (training === undefined || other === undefined) return;
  const classes = new Set(within(training));
  if (!within(other).some((folder) => classes.has(folder))) return;
  throw badDataset(
    `The folders “${training}” and “${other}” hold the same classes, and “${other}” is no name of a split`,
    `${root}/${inside}${other}`,
    `Call it val or test, or put it elsewhere; where both are classes, put their images into them directly.`,
  );
}

function remarkOn(names: ReadonlySet<string>, what: string): string[] {
  if (names.size === 0) return [];
  return [`Classes that ${what}: ${[...names].sort(naturalOrder).join(', ')}.`];
}

function left(count: number, noun: string, which: string): string[] {
  if (count === 0) return [];
  return [`${plural(count, noun)} ${which} ${count === 1 ? 'was' : 'were'} left out.`];
}

function tooFewClasses(
  root: string,
  classNames: readonly string[],
  files: readonly string[],
  images: number,
  others: ReadonlyMap<string, number>,
): Error {
  const [only] = classNames;
  if (only !== undefined) {
    const unread = others.size === 0 ? '' : ` (${named(others)} cannot be read)`;
    return badDataset(
      `All images are in one folder, “${only}”, so there is nothing to tell apart${unread}`,
      root,
      'Choose the folder above, which holds a folder for each class.',
    );
  }
  if (images === 0 && others.size > 0) {
    return badDataset(
      `There are no images of a kind that is read, but ${named(others)}`,
      root,
      'Save them as JPEG or PNG, those of each class in a folder of their own: cats/1.png, dogs/1.png.',
    );
  }
  const archives = files.filter((file) => /\.(zip|tar|t?gz|7z|rar)$/i.test(file));
  const [archive] = archives;
  if (images === 0 && archive !== undefined) {
    return badDataset(
      `There are no images, but ${plural(archives.length, 'archive')}: ${archive}`,
      root,
      'Unpack what is in there, the images of each class into a folder of their own: cats/1.png, dogs/1.png.',
    );
  }
  return badDataset(
    images === 0 ? 'There are no images' : `${plural(images, 'image')} and no folders of classes`,
    root,
    'Put the images of each class into a folder of their own: cats/1.png, dogs/1.png.',
  );
}
