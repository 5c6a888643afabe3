import type { DatasetSpec } from '@shared/data/spec';

/** Where a data set as a whole stands, for messages: its file or folder, or its name where it has none. */
export const placeOfData = (spec: DatasetSpec, { name }: { readonly name: string }): string =>
  'path' in spec ? spec.path : name;
