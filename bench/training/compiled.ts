import { initializeWeights } from '@shared/network/initialWeights';
import { Random } from '@shared/random';
import type { Compilation } from '@shared/training/computing/compilation';
import type { Computed } from '@shared/training/computing/parallelism';
import { createCompiledGroup, createCompiledSession } from '../../src-main/trainer/compile';
import { conditions, type Case, type Examples } from './cases';
import { requestFor } from './request';

/** Duration that a call should have, as the trainer chooses it. */
const wantedMilliseconds = 50;
/** What is not counted before, and what is at least: others may be measured at the same time. */
const warmMilliseconds = 1000;
const measuredMilliseconds = 2000;

/** How fast steps were. */
export interface Speed {
  /** Of all runs together, by the clock and by the processor's time. */
  readonly examplesPerSecond: number;
  readonly examplesPerProcessorSecond: number;
  /** Seconds until the session was there, its machine code made. */
  readonly preparation: number;
  /** Bytes that the process had at most. */
  readonly memory: number;
}

/** The compiled step, called as the trainer calls it. Must be the first to load TensorFlow. */
export function measureCompiled(which: Case, given: Examples, compilation: Compilation): Speed {
  const { batchSize, learningRate } = conditions;
  const request = requestFor(which, given, { compilation });
  const begin = performance.now();
  const session = createCompiledSession(request);
  const preparation = (performance.now() - begin) / 1000;
  try {
    session.writeState(initializeWeights(request.network, request.training.config.seed));
    const take = inCalls((batch, step, count) =>
      session.run({
        firstBatch: batch,
        firstStep: step,
        learningRates: new Float32Array(count).fill(learningRate),
      }),
    );
    return timed(1, preparation, (order) => {
      session.setEpochOrder(order);
      take(Math.ceil(order.length / batchSize));
    });
  } finally {
    session.dispose();
  }
}

/**
 * Runs of different seeds that are trained as one. Must be the first to load TensorFlow.
 * @param ready is waited for before they begin
 */
export async function measureGroup(
  which: Case,
  given: Examples,
  computed: Required<Computed>,
  ready: () => Promise<void>,
): Promise<Speed> {
  const { batchSize, learningRate } = conditions;
  const { runs } = computed;
  const request = requestFor(which, given, computed);
  const begin = performance.now();
  const group = createCompiledGroup(
    Array.from({ length: runs }, () => request),
    true,
  );
  const preparation = (performance.now() - begin) / 1000;
  try {
    for (let run = 0; run < runs; run++) group.writeState(run, initializeWeights(request.network, run));
    await ready();
    const take = inCalls((batch, step, count) => {
      const rates = new Float32Array(count).fill(learningRate);
      group.run({ firstBatch: batch, firstStep: step, learningRates: Array(runs).fill(rates) });
    });
    const random = new Random(2);
    return timed(runs, preparation, (order) => {
      for (let run = 0; run < runs; run++) {
        random.shuffle(order);
        group.setEpochOrder(run, order);
      }
      take(Math.ceil(order.length / batchSize));
    });
  } finally {
    group.dispose();
  }
}

/** Takes the batches of an epoch in calls of about the wanted duration. */
function inCalls(call: (batch: number, step: number, count: number) => void): (batches: number) => void {
  let step = 0;
  let stepsPerCall = 1;
  return (batches) => {
    for (let batch = 0; batch < batches;) {
      const count = Math.min(stepsPerCall, batches - batch);
      const start = performance.now();
      call(batch, step, count);
      stepsPerCall = Math.max(1, Math.floor((wantedMilliseconds * count) / (performance.now() - start)));
      step += count;
      batch += count;
    }
  };
}

function timed(runs: number, preparation: number, epoch: (order: Int32Array) => void): Speed {
  const { examples, epochs } = conditions;
  const order = Int32Array.from({ length: examples }, (_, index) => index);
  const random = new Random(1);
  const next = () => {
    random.shuffle(order);
    epoch(order);
  };
  // TensorFlow prepares in the first, then the steps of a call are found out, and JavaScript's own code becomes fast.
  const warm = performance.now();
  do next();
  while (performance.now() - warm < warmMilliseconds);
  const [start, used] = [performance.now(), process.cpuUsage()];
  let done = 0;
  for (; done < epochs || performance.now() - start < measuredMilliseconds; done++) next();
  const { user, system } = process.cpuUsage(used);
  const all = runs * done * examples;
  return {
    examplesPerSecond: all / ((performance.now() - start) / 1000),
    examplesPerProcessorSecond: all / ((user + system) / 1e6),
    preparation,
    memory: process.resourceUsage().maxRSS * 1024,
  };
}
