import type { InferredNetwork } from '../../network/inference';
import type { Compilation } from './compilation';
import type { TrainingConfig } from '../config';
import { kernelsFor, type KernelWish } from './kernels';
import { parallelismOf, type Parallelism } from './parallelism';

/** What TensorFlow settles on when a process loads it, for as long as the process lives. */
export interface LibrarySettings {
  readonly parallelism: Parallelism;
  readonly kernels: KernelWish;
}

/** Those that a net is trained fastest with. @param runs that are trained as one */
export function librarySettingsFor(
  network: InferredNetwork,
  config: TrainingConfig,
  compilation: Compilation = 'plain',
  runs = 1,
): LibrarySettings {
  return { parallelism: parallelismOf(network, config, compilation, runs), kernels: kernelsFor(network) };
}
