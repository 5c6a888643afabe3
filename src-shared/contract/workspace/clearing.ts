import { z } from 'zod';

/** Days that what was deleted stays in the bin before its files are freed. */
export const binDays = 30;
/** Minutes that what nobody refers to is left alone after it was used: something may be about to refer to it. */
export const leftAloneMinutes = 10;

/** What of a workspace can be cleared, in the order in which it is. */
export const clearableKinds = ['bin', 'last', 'copies', 'datasets', 'weights', 'aside', 'database'] as const;
export type ClearableKind = (typeof clearableKinds)[number];

/** What each kind is, and what is lost with it; the interface and the command line say the same. */
export const clearableWords: Readonly<
  Record<ClearableKind, { title: string; meaning: string; counted: readonly [one: string, more: string] }>
> = {
  bin: {
    title: 'The bin',
    meaning: 'Deleted runs and sweeps with all their files: nothing brings them back.',
    counted: ['run or sweep', 'runs and sweeps'],
  },
  last: {
    title: 'Last checkpoints of finished runs',
    meaning:
      'Only exporting the last weights, and comparing two nets by them, needs these; the best ones stay.',
    counted: ['checkpoint', 'checkpoints'],
  },
  copies: {
    title: 'Model files made to ask runs directly',
    meaning: 'Made again when a run is asked; exports stay.',
    counted: ['model file', 'model files'],
  },
  datasets: {
    title: 'Prepared data that no run was trained on',
    meaning: 'Made again from its files when it is wanted.',
    counted: ['data set', 'data sets'],
  },
  weights: {
    title: 'Weights that no run starts from',
    meaning: 'Copied again from the stored model or run when they are wanted.',
    counted: ['set of weights', 'sets of weights'],
  },
  aside: {
    title: 'Databases that a restore put aside',
    meaning: 'What was in them and not in the backup is lost.',
    counted: ['database', 'databases'],
  },
  database: {
    title: 'Free space inside the database',
    meaning: 'Nothing is lost; the database is written anew, which takes a while if it is large.',
    counted: ['database', 'databases'],
  },
};

/** How many there are of one kind, in words. @param written the count as it is shown */
export function clearableCount(kind: ClearableKind, count: number, written: string): string {
  const [one, more] = clearableWords[kind].counted;
  return `${written} ${count === 1 ? one : more}`;
}

/** How much there is of one kind. */
export const clearableSchema = z.object({
  kind: z.enum(clearableKinds),
  count: z.int(),
  bytes: z.int(),
});
export type Clearable = z.infer<typeof clearableSchema>;

/** A deleted run or sweep. */
export const binEntrySchema = z.object({
  kind: z.enum(['run', 'sweep']),
  id: z.string(),
  name: z.string(),
  deletedAt: z.iso.datetime(),
  /** When it and its files are removed for good, unless it is taken back before. */
  removedFrom: z.iso.datetime(),
  /** Of its files; its rows in the database are not counted. */
  bytes: z.int(),
});
export type BinEntry = z.infer<typeof binEntrySchema>;
