import type { ExamplePlaces } from '../source';

const remedyForOne = 'add examples of the class, or leave it out.';

/** Examples of which only their numbers are known. */
export const placesByNumber = (name: string): ExamplePlaces => ({
  at: (example) => `${name}, example ${example + 1}`,
  brief: (example) => `example ${example + 1}`,
  remedyForOne,
});

/** Examples each of which is a file. */
export const placesByFile = (files: readonly string[], pathOf: (file: string) => string): ExamplePlaces => ({
  at: (example) => pathOf(files[example] ?? ''),
  brief: (example) => files[example] ?? '',
  remedyForOne,
});
