import type { InferredNetwork } from '../../network/inference';
import { augmentationsOf } from '../augmentations';
import type { Compilation } from './compilation';
import type { TrainingConfig } from '../config';

/**
 * What the cores share of a training step: the examples of its batch, each core taking a part of them through the whole
 * network, or the work of each operation, one operation after another; or nothing: one core does it all.
 */
export const parallelisms = ['examples', 'operations', 'nothing'] as const;
export type Parallelism = (typeof parallelisms)[number];

/** What else decides on how the cores share a run's steps. */
export interface Computed {
  readonly compilation?: Compilation;
  /** Runs that are trained as one. */
  readonly runs?: number;
  /** Other cores train other such groups meanwhile. */
  readonly sideBySide?: boolean;
}

/** Multiply-adds of a batch's forward pass up to which what surrounds the work weighs more than the work. */
export const fewMultiplyAdds = 700_000;

/** The thread that asks TensorFlow for something, or TensorFlow's own. */
export const interOps = ['caller', 'pool'] as const;
export type InterOp = (typeof interOps)[number];

/**
 * Which threads go from operation to operation. Those of TensorFlow's own have to be woken for each call, and hand on
 * what is ready to each other, which in short steps takes longer than the operations. Measured on two idle cores,
 * 2-16-16-10: the asking thread makes steps 1.5 times as fast, and half of what a call takes besides.
 */
export function interOpOf(
  network: InferredNetwork,
  config: TrainingConfig,
  computed: Computed = {},
): InterOp {
  const { runs = 1 } = computed;
  return runs * config.batchSize * network.totals.multiplyAdds <= fewMultiplyAdds ? 'caller' : 'pool';
}

/** Examples of a batch below which its parts would be too small. */
const smallBatch = 32;

/**
 * Measured on two cores with batches of 128, examples shared over operations shared: 1.15 to 1.2 times as fast for
 * 3072-100-10, 1.25 for 784-512-512-10, 1.27 for two convolutions, as cores that share every operation wait for each
 * other a dozen times a step. Machine code of small nets is 1.4 times as fast where one core does it all; that of many
 * runs at once is enough for all cores: sharing it costs 128 runs of 2-16-16-10 no processor time.
 */
export function parallelismOf(
  network: InferredNetwork,
  config: TrainingConfig,
  { compilation = 'plain', runs = 1, sideBySide = false }: Computed = {},
): Parallelism {
  if (sideBySide) return 'nothing';
  const { batchSize, augmentation } = config;
  const isWhole = network.layers.some(({ definition }) => definition.traits?.usesWholeBatch);
  const isSmall = (examples: number) =>
    examples < smallBatch || network.totals.multiplyAdds * examples <= fewMultiplyAdds;
  if (compilation === 'xla') return isSmall(runs * batchSize) ? 'nothing' : 'operations';
  const isAugmented = augmentationsOf(augmentation).length > 0;
  return isWhole || runs > 1 || isSmall(batchSize) || isAugmented ? 'operations' : 'examples';
}
