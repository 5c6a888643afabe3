import { initializeWeights } from '@shared/network/initialWeights';
import { seededGenerator } from '@shared/random';
import { trainingConfigSchema } from '@shared/training/config';
import { resolveTraining } from '@shared/training/resolve';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
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
    const random = seededGenerator(1, 0);
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
      shuffle(order, (below) => uniformInt(random, 0, below - 1));
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

/** Fisher and Yates. */
function shuffle(order: Int32Array, drawBelow: (below: number) => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = drawBelow(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}
