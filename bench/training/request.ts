import { trainingConfigSchema } from '@shared/training/config';
import type { Compilation } from '@shared/training/computing/compilation';
import type { Computed } from '@shared/training/computing/parallelism';
import { librarySettingsFor } from '@shared/training/computing/librarySettings';
import { resolveTraining } from '@shared/training/resolve';
import { shareCores } from '../../src-main/trainer/session/cores';
import { loadNative } from '../../src-main/trainer/session/native';
import type { SessionRequest } from '../../src-main/trainer/session/session';
import { conditions, networkOf, type Case, type Examples } from './cases';

/** Loads TensorFlow as the trainer of so many runs does for the case. @returns what the run's session is made of */
export function requestFor(
  which: Case,
  { inputs, labels }: Examples,
  computed: Computed & { readonly compilation: Compilation },
): SessionRequest {
  const { examples, classes, batchSize, epochs, learningRate } = conditions;
  const { compilation } = computed;
  const network = networkOf(which);
  const config = trainingConfigSchema.parse({
    ...{ optimizer: { kind: 'adam', learningRate }, batchSize, epochs, compilation },
  });
  const { parallelism, interOp, kernels } = librarySettingsFor(network, config, computed);
  const parts = shareCores(parallelism, interOp);
  loadNative(kernels);
  return {
    ...{ network, parts, compilation, training: resolveTraining(config) },
    data: {
      ...{ task: 'classification', classes, examples, inputs, targets: labels, targetSize: 1 },
      inputShape: which.inputShape,
      splits: {
        training: Int32Array.from({ length: examples }, (_, index) => index),
        validation: new Int32Array(),
        test: new Int32Array(),
      },
      scaling: { offset: [0], factor: [1] },
    },
  };
}
