import { initializeWeights } from '@shared/network/initialWeights';
import { Random } from '@shared/random';
import { trainingConfigSchema } from '@shared/training/config';
import { resolveTraining } from '@shared/training/resolve';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { conditions, networkOf, type Case, type Examples } from './cases';

/** Duration that a call should have, as the trainer chooses it. */
const wantedMilliseconds = 50;

/** Examples per second of the compiled step, called as the trainer calls it. */
export function measureCompiled(which: Case, { inputs, labels }: Examples): number {
  const { examples, classes, batchSize, epochs, learningRate } = conditions;
  const network = networkOf(which);
  const config = trainingConfigSchema.parse({ optimizer: { kind: 'adam', learningRate }, batchSize, epochs });
  const order = Int32Array.from({ length: examples }, (_, index) => index);
  const session = createCompiledSession({
    network,
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
    const batches = Math.ceil(examples / batchSize);
    let steps = 0;
    let stepsPerCall = 1;
    const run = (firstBatch: number, count: number) => {
      const start = performance.now();
      session.run({
        firstBatch,
        firstStep: steps,
        learningRates: new Float32Array(count).fill(learningRate),
      });
      stepsPerCall = Math.max(1, Math.floor((wantedMilliseconds * count) / (performance.now() - start)));
      steps += count;
    };
    run(0, 2);
    const start = performance.now();
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      session.setEpochOrder(order);
      for (let batch = 0, count = 0; batch < batches; batch += count) {
        count = Math.min(stepsPerCall, batches - batch);
        run(batch, count);
      }
    }
    return (epochs * examples) / ((performance.now() - start) / 1000);
  } finally {
    session.dispose();
  }
}
