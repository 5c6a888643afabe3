import type { FileSpec } from '@shared/data/catalogue';
import type { DatasetReader } from '../source';
import { cifar100Reader } from './cifar/cifar100';
import { cifar10Reader } from './cifar/cifar10';
import { tableReader } from '../tables';
import { idxReader } from './idx';
import { numpyReader } from './numpy/numpy';
import { imageFolderReader } from './images/imageFolder';
import { ownExamplesReader } from './own/ownExamples';

type Readers = { readonly [Kind in FileSpec['kind']]: DatasetReader<Extract<FileSpec, { kind: Kind }>> };

/** The reader of each kind of file. A new one is its file and its line here. */
const readers: Readers = {
  csv: tableReader,
  parquet: tableReader,
  xlsx: tableReader,
  imageFolder: imageFolderReader,
  numpy: numpyReader,
  idx: idxReader,
  cifar10: cifar10Reader,
  cifar100: cifar100Reader,
  ownExamples: ownExamplesReader,
};

export function readerFor<Spec extends FileSpec>(spec: Spec): DatasetReader<Spec> {
  // The table holds each kind under its own name, which TypeScript does not follow through an index.
  return readers[spec.kind] as unknown as DatasetReader<Spec>;
}
