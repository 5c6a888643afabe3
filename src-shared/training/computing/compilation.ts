import { z } from 'zod';
import type { InferredNetwork } from '../../network/inference';
import { augmentationsOf } from '../augmentations';
import type { TrainingConfig } from '../config';
import { fewMultiplyAdds } from './parallelism';

/** How the steps of a run are run: by TensorFlow from operation to operation, or as machine code that XLA makes of them. */
export const compilationSchema = z.enum(['plain', 'xla']);
export type Compilation = z.infer<typeof compilationSchema>;

/** How a run's steps are run, and why not as machine code where that was wanted. */
export const compilationFactsSchema = z.object({
  path: compilationSchema,
  reason: z.string().nullable(),
  /** Runs that are trained as one graph, this one among them; absent: it is trained by itself. */
  together: z.int().optional(),
  /** Such groups that are trained at once, a core each, this one among them; absent: it is the only one. */
  sideBySide: z.int().optional(),
  /** Why it is trained by itself though others were started with it. */
  apart: z.string().optional(),
});
export type CompilationFacts = z.infer<typeof compilationFactsSchema>;

/** As tables tell it. */
export function describeCompilation(facts: CompilationFacts | null): string {
  if (facts === null) return '–';
  const { path, reason, together, apart } = facts;
  const how = path === 'xla' ? 'as machine code (XLA)' : 'by TensorFlow';
  const why = [reason, apart === undefined ? null : `by itself, since ${apart}`].filter(
    (each) => each !== null,
  );
  const others =
    together === undefined ? '' : `, as one with ${together - 1} other ${together === 2 ? 'run' : 'runs'}`;
  return why.length === 0 ? `${how}${others}` : `${how}${others}: ${why.join('; ')}`;
}

/** Steps below which making machine code takes longer than it saves: 2.4 seconds, at 60 µs a step. */
const manySteps = 200_000;

/**
 * Which of the two, by the experiment alone, so that it gives the same bits wherever and whenever it is run.
 *
 * Measured with batches of 128 and Adam, examples per second of processor time, plain and as machine code, one thread:
 *
 * | net          | plain     | xla       | making it   |
 * | ------------ | --------- | --------- | ----------- |
 * | 2-16-16-10   | 1,130,000 | 3,425,000 | 2.4 seconds |
 * | convolutions | 840       | –         | over 130 s  |
 *
 * Convolutions take minutes to compile, and wide nets gain little, as they wait for products that both do alike.
 */
export function compilationOf(
  network: InferredNetwork,
  config: TrainingConfig,
  trainingExamples: number,
): Compilation {
  const { batchSize, epochs, compilation = 'auto' } = config;
  if (compilation !== 'auto') return compilation;
  const steps = Math.ceil(trainingExamples / batchSize) * epochs;
  const isShort = network.totals.multiplyAdds * batchSize <= fewMultiplyAdds;
  const isProven = network.layers.every(({ definition }) => definition.traits?.provenAsMachineCode);
  return isShort && isProven && steps >= manySteps && augmentationsOf(config.augmentation).length === 0
    ? 'xla'
    : 'plain';
}
