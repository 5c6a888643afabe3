import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A data set that its authors have published, by the MD5 of each of its files. */
export interface KnownSet {
  readonly title: string;
  /** Where its authors have it. */
  readonly place: string;
  readonly files: Readonly<Record<string, string>>;
  /** In the order of the labels, where these are not told by the files. */
  readonly classNames?: readonly string[];
}

export const mnist: KnownSet = {
  title: 'MNIST',
  place: 'yann.lecun.com/exdb/mnist',
  files: {
    'train-images-idx3-ubyte.gz': 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
    'train-labels-idx1-ubyte.gz': 'd53e105ee54ea40749a09fcbcd1e9432',
    't10k-images-idx3-ubyte.gz': '9fb629c4189551a2d022fa330f9573f3',
    't10k-labels-idx1-ubyte.gz': 'ec29112dd5afa0611ce80d1b7f02629c',
  },
};

export const fashionMnist: KnownSet = {
  title: 'Fashion-MNIST',
  place: 'github.com/zalandoresearch/fashion-mnist',
  files: {
    'train-images-idx3-ubyte.gz': '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
    'train-labels-idx1-ubyte.gz': '25c81989df183df01b3e8a0aad5dffbe',
    't10k-images-idx3-ubyte.gz': 'bef4ecab320f06d8554ea6380940ec79',
    't10k-labels-idx1-ubyte.gz': 'bb300cfdad3c16e7a12a480ee83cd310',
  },
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
};

export const cifar10Python: KnownSet = {
  title: 'CIFAR-10',
  place: 'www.cs.toronto.edu/~kriz/cifar.html',
  files: {
    data_batch_1: 'c99cafc152244af753f735de768cd75f',
    data_batch_2: 'd4bba439e000b95fd0a9bffe97cbabec',
    data_batch_3: '54ebc095f3ab1f0389bbae665268c751',
    data_batch_4: '634d18415352ddfa80567beed471001a',
    data_batch_5: '482c414d41f54cd18b22e5b47cb7c3cb',
    test_batch: '40351d587109b95175f43aff81a1287e',
  },
};

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A file of a data set that is known, or one that has only its name. */
interface NamedFile {
  readonly name: string;
  readonly set: KnownSet | null;
}

/** What files that have the names of known ones are. */
export interface KnownFiles {
  /** The set that all of the files are from; null where they are not. */
  readonly set: KnownSet | null;
  /** In sentences. */
  readonly remarks: readonly string[];
}

/** Which of the sets has a file of this name with this content. */
export const setOf = (sets: readonly KnownSet[], name: string, md5: string): KnownSet | null =>
  sets.find(({ files }) => files[name] === md5) ?? null;

function remarkOn({ name, set }: NamedFile, sets: readonly KnownSet[]): string[] {
  if (set !== null) return [];
  const named = sets.filter(({ files }) => files[name] !== undefined);
  const whose = named.map(({ title, place }) => `${title} has (${place})`).join(' or ');
  return [`${name} is not the file of this name that ${whose}, by its MD5.`];
}

/** Holds files against what the authors of known sets have published; files with other names are not looked at. */
export async function knownFiles(paths: readonly string[], sets: readonly KnownSet[]): Promise<KnownFiles> {
  const named = paths.filter((path) => sets.some(({ files }) => files[basename(path)] !== undefined));
  const found: NamedFile[] = [];
  for (const path of named) {
    const name = basename(path);
    found.push({ name, set: setOf(sets, name, await md5Of(path)) });
  }
  const [first] = found;
  const isWhole = found.length === paths.length && found.every(({ set }) => set === first?.set);
  const set = isWhole ? (first?.set ?? null) : null;
  return {
    set,
    remarks:
      set === null
        ? found.flatMap((file) => remarkOn(file, sets))
        : [`These are files of ${set.title} as its authors have published them (${set.place}).`],
  };
}
