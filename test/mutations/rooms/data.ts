import type { Mutation } from '../mutation.ts';

export const data: readonly Mutation[] = [
  {
    name: 'biased-shuffle',
    file: 'src-shared/random.ts',
    code: 'this.integer(last + 1)',
    mutant: 'this.integer(values.length)',
    breaks: 'some orders of the examples come more often than others',
    tests: ['unit/data/shuffle'],
  },
  {
    name: 'stratified-split',
    file: 'src-main/engine/datasets/splitting/shares.ts',
    code: 'labels?.[index] ?? 0;',
    mutant: 'Math.min(0, labels?.[index] ?? 0);',
    breaks: 'a rare class may be missing in validation',
    tests: ['unit/data/splits'],
  },
  {
    name: 'training-rows-alone',
    file: 'src-main/engine/datasets/preparing/writing.ts',
    code: 'if (isTraining[first + at / size] === 1) fit.add(',
    mutant: 'if (isTraining[first + at / size] !== 2) fit.add(',
    breaks: 'the scaling knows the examples that the net is judged on',
    tests: ['engine/datasets/prepare', 'engine/datasets/images/folders'],
  },
  {
    name: 'class-order',
    file: 'src-main/engine/datasets/readers/images/imageTree.ts',
    code: 'className))].sort(naturalOrder);',
    mutant: 'className))].sort();',
    breaks: 'folder 10 is a class before folder 2',
    tests: ['engine/datasets/images/folders'],
  },
  {
    name: 'csv-quote',
    file: 'src-shared/csv.ts',
    code: `replaceAll('"', '""')`,
    mutant: `replaceAll('"', '"')`,
    breaks: 'a table with a quote in a name is written so that no program reads it back',
    tests: ['unit/runs/table', 'unit/predictions/rows'],
  },
];
