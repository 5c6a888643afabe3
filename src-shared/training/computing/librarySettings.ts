import type { InferredNetwork } from '../../network/inference';
import type { TrainingConfig } from '../config';
import { kernelsFor, type KernelWish } from './kernels';
import { parallelismOf, interOpOf, type Computed, type Parallelism, type InterOp } from './parallelism';

/** What TensorFlow settles on when a process loads it, for as long as the process lives. */
export interface LibrarySettings {
  readonly parallelism: Parallelism;
  readonly interOp: InterOp;
  readonly kernels: KernelWish;
}

/** Those that a net is trained fastest with. */
export function librarySettingsFor(
  network: InferredNetwork,
  config: TrainingConfig,
  computed?: Computed,
): LibrarySettings {
  return {
    parallelism: parallelismOf(network, config, computed),
    interOp: interOpOf(network, config, computed),
    kernels: kernelsFor(network),
  };
}
