import { z } from 'zod';

export const scalings = ['none', 'unit', 'standardize'] as const;
export type Scaling = (typeof scalings)[number];

const common = {
  /**
   * none: as stored. unit: to [0, 1] (bytes ÷ 255; columns by their range). standardize: mean 0 and
   * deviation 1 by feature (by channel for images). Fitted on the training split alone.
   */
  scaling: z.enum(scalings).default('standardize'),
  validationFraction: z.number().min(0).max(0.9).default(0.2),
  testFraction: z.number().min(0).max(0.9).default(0),
  /** Seeds the split, which is stratified by class. */
  splitSeed: z.int().min(0).default(1),
};

function generator<K extends string>(kind: K, examples: number, noise: number, largest: number) {
  return z.strictObject({
    kind: z.literal(kind),
    examples: z.int().min(10).max(largest).default(examples),
    noise: z.number().min(0).max(10).default(noise),
    seed: z.int().min(0).default(1),
    ...common,
    scaling: z.enum(scalings).default('none'),
  });
}

export const datasetSpecSchema = z.discriminatedUnion('kind', [
  generator('moons', 1000, 0.1, 1_000_000),
  generator('circles', 1000, 0.1, 1_000_000),
  generator('spirals', 1000, 0.1, 1_000_000).extend({ classes: z.int().min(2).max(10).default(2) }),
  generator('xor', 1000, 0.1, 1_000_000),
  generator('blobs', 1000, 1, 1_000_000).extend({ classes: z.int().min(2).max(10).default(3) }),
  generator('linear', 1000, 0.1, 1_000_000),
  generator('function1d', 500, 0.1, 1_000_000).extend({
    function: z.enum(['sine', 'polynomial', 'step', 'sinc', 'absolute']).default('sine'),
  }),
  generator('renderedDigits', 4000, 0.1, 100_000).extend({ scaling: z.enum(scalings).default('unit') }),
  generator('renderedShapes', 4000, 0.1, 100_000).extend({ scaling: z.enum(scalings).default('unit') }),
  z.strictObject({
    kind: z.literal('csv'),
    path: z.string().min(1),
    /** Name of the column to predict; the last one where absent. */
    target: z.string().optional(),
    /** Columns left out. */
    ignore: z.array(z.string()).optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('idx'),
    images: z.string().min(1),
    labels: z.string().min(1),
    ...common,
    scaling: z.enum(scalings).default('unit'),
  }),
  z.strictObject({ kind: z.literal('cifar10'), path: z.string().min(1), ...common }),
]);
/** What a data set is and how it is split and scaled, with every default filled in. */
export type DatasetSpec = z.infer<typeof datasetSpecSchema>;
export type DatasetSpecInput = z.input<typeof datasetSpecSchema>;
export type DatasetKind = DatasetSpec['kind'];
