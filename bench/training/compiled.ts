import { initializeWeights } from '@shared/network/initialWeights';
import { Random } from '@shared/random';
import { trainingConfigSchema } from '@shared/training/config';
import { librarySettingsFor } from '@shared/training/librarySettings';
import { resolveTraining } from '@shared/training/resolve';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { shareCores } from '../../src-main/trainer/session/cores';
import { loadNative } from '../../src-main/trainer/session/native';
import { conditions, networkOf, type Case, type Examples } from './cases';

/** Duration that a call should have, as the trainer chooses it. */
const wantedMilliseconds = 50;

/** Examples per second of the compiled step, called as the trainer calls it. Must be the first to load TensorFlow. */
export function measureCompiled(which: Case, { inputs, labels }: Examples): number {
  const { examples, classes, batchSize, epochs, learningRate } = conditions;
  const network = networkOf(which);
  const config = trainingConfigSchema.parse({ optimizer: { kind: 'adam', learningRate }, batchSize, epochs });
  const order = Int32Array.from({ length: examples }, (_, index) => index);
  const { parallelism, kernels } = librarySettingsFor(network, config);
  const parts = shareCores(parallelism);
  loadNative(kernels);
  const session = createCompiledSession({
    network,
    parts,
    training: resolveTraining(config),
    data: {
      ...{ task: 'classification', classes, examples, inputs, targets: labels, targetSize: 1 },
      inputShape: which.inputShape,
      splits: { training: order, validation: new Int32Array(), test: new Int32Array() },
      scaling: { offset: [0], factor: [1] },
    },
  });
  try {
    session.writeState(initializeWeights(network, config.seed));
    const random = new Random(1);
    let step = 0;
    let stepsPerCall = 1;
    const epoch = (order: Int32Array) => {
      random.shuffle(order);
      session.setEpochOrder(order);
      const batches = Math.ceil(order.length / batchSize);
      let batch = 0;
      while (batch < batches) {
        const count = Math.min(stepsPerCall, batches - batch);
        const learningRates = new Float32Array(count).fill(learningRate);
        const start = performance.now();
        session.run({ firstBatch: batch, firstStep: step, learningRates });
        stepsPerCall = Math.max(1, Math.floor((wantedMilliseconds * count) / (performance.now() - start)));
        step += count;
        batch += count;
      }
    };
    epoch(order.slice(0, 2 * batchSize));
    const start = performance.now();
    for (let count = 0; count < epochs; count++) epoch(order);
    return (epochs * examples) / ((performance.now() - start) / 1000);
  } finally {
    session.dispose();
  }
}
