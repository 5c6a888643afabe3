import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparedFiles } from '@shared/data/prepared';
import { initializeWeights } from '@shared/network/initialWeights';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { passWeights } from '../../../src-main/trainer/checkpoints/checkpoint';
import { loadTrainingData } from '../../../src-main/trainer/session/data';
import { requireNative } from '../../../src-main/trainer/session/native';
import { chain, randomData, requestOf } from '../support/requests';

/** Runs in a process of its own: what a process holds is only known where nothing else runs. */

const megabyte = 1024 * 1024;

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('this process needs --expose-gc');
  globalThis.gc();
}

function resident(): number {
  collectGarbage();
  return process.memoryUsage.rss() / megabyte;
}

/** Makes the steps of one net to machine code, and frees it. The rates of decay differ, so that no program is had twice. */
function compiledJob(job: number): void {
  const request = requestOf(
    chain({ kind: 'dense', units: 3 }),
    { optimizer: { kind: 'adam', beta1: 0.5 + job / 1000 }, batchSize: 4 },
    randomData({ inputShape: [16], examples: 20 }),
  );
  createCompiledSession({ ...request, compilation: 'xla' }).dispose();
}

/** One short job: compile, train, evaluate, predict, free. Small, as most of its time goes into the compiling. */
function shortJob(): void {
  const request = requestOf(
    chain({ kind: 'dense', units: 3 }),
    { optimizer: { kind: 'adam' }, batchSize: 4 },
    randomData({ inputShape: [16], examples: 20 }),
  );
  const session = createCompiledSession(request);
  try {
    session.writeState(initializeWeights(request.network, 1));
    session.setEpochOrder(request.data.splits.training);
    session.run({ firstBatch: 0, firstStep: 0, learningRates: new Float32Array(4).fill(1e-3) });
    session.evaluate('validation', 0, 1);
    session.predictExamples(request.data.splits.validation);
    session.readState();
  } finally {
    session.dispose();
  }
}

/** @param every jobs after which it is measured */
function jobsOf(work: (job: number) => void, jobs: number, every: number): object {
  const { binding } = requireNative();
  const measured: { resident: number; tensors: number }[] = [];
  for (let job = 1; job <= jobs; job++) {
    work(job);
    if (job % every === 0) measured.push({ resident: resident(), tensors: binding.getNumOfTensors() });
  }
  return measured;
}

/** A data set as large as CIFAR-10, trained for some steps; megabytes above a process with nothing but TensorFlow. */
function largeDataset(): object {
  requireNative();
  const before = resident();
  const request = requestOf(
    chain({ kind: 'flatten' }, { kind: 'dense', units: 100 }, { kind: 'relu' }, { kind: 'dense', units: 10 }),
    { batchSize: 128 },
    cifarSized(),
  );
  const session = createCompiledSession({ ...request, parts: 2 });
  const order = Int32Array.from(request.data.splits.training);
  session.setEpochOrder(order);
  session.run({ firstBatch: 0, firstStep: 0, learningRates: new Float32Array(40).fill(1e-3) });
  session.evaluate('validation', 0, 20);
  session.dispose();
  return { peak: process.resourceUsage().maxRSS / 1024 - before };
}

/**
 * A network of one large matrix that takes up a checkpoint and is asked: how often its weights the process holds at the
 * most, above one with nothing but TensorFlow.
 */
function askedNetwork(): object {
  requireNative();
  const before = resident();
  const size = 4000;
  const request = requestOf(
    chain({ kind: 'dense', units: size }, { kind: 'relu' }, { kind: 'dense', units: 3 }),
    { optimizer: { kind: 'adam' } },
    randomData({ inputShape: [size] }),
  );
  const session = createCompiledSession({ ...request, parts: 2, isAsked: true });
  passWeights(process.argv[3] ?? '', (tensors) => session.writeState(tensors), session.blocks);
  session.predictExamples(request.data.splits.validation);
  session.dispose();
  const megabytes = (4 * size * size) / megabyte;
  return { times: (process.resourceUsage().maxRSS / 1024 - before) / megabytes };
}

function cifarSized() {
  const data = randomData({ inputShape: [32, 32, 3], classes: 10, examples: 20, bytes: true });
  const examples = 50_000;
  const all = Int32Array.from({ length: examples }, (_, index) => index);
  return {
    ...data,
    examples,
    inputs: new Uint8Array(examples * 3072).fill(31),
    targets: all.map((index) => index % 10),
    splits: { training: all.subarray(0, 45_000), validation: all.subarray(45_000), test: new Int32Array() },
  };
}

/** A prepared data set of floats, read from its files and trained on: how often the process holds it at the most. */
function loadedDataset(): object {
  const directory = process.argv[3] ?? '';
  const [examples, size] = [1_000_000, 40];
  const counts = { training: examples - 1000, validation: 1000, test: 0 };
  const order = Int32Array.from({ length: examples }, (_, index) => index);
  writeFileSync(join(directory, preparedFiles.inputs), new Float32Array(examples * size).fill(0.5));
  writeFileSync(
    join(directory, preparedFiles.targets),
    order.map((index) => index % 2),
  );
  writeFileSync(join(directory, preparedFiles.splits), order);
  requireNative();
  const before = resident();
  const small = randomData({ inputShape: [size], classes: 2 });
  const data = loadTrainingData(
    {
      ...{ hash: '', name: 'large', task: 'classification', featureNames: [], targetName: 'class' },
      ...{ classNames: ['a', 'b'], examples, inputShape: [size], inputDtype: 'float32' },
      ...{ splits: counts, scaling: small.scaling },
    },
    directory,
  );
  const session = createCompiledSession(requestOf(chain({ kind: 'dense', units: 2 }), {}, data));
  session.run({ firstBatch: 0, firstStep: 0, learningRates: new Float32Array(40).fill(1e-3) });
  session.evaluate('validation', 0, 1);
  session.dispose();
  return {
    times: (process.resourceUsage().maxRSS / 1024 - before) / ((4 * examples * size) / megabyte),
    isUntouched: data.inputs.every((value) => value === 0.5),
  };
}

const scenarios: Readonly<Record<string, () => object>> = {
  manyJobs: () => jobsOf(shortJob, 100, 10),
  compiledJobs: () => jobsOf(compiledJob, Number(process.argv[3]), 1),
  largeDataset,
  askedNetwork,
  loadedDataset,
};
const scenario = scenarios[process.argv[2] ?? ''];
if (scenario === undefined) throw new Error(`no such scenario; there are ${Object.keys(scenarios).join()}`);
process.stdout.write(`${JSON.stringify(scenario())}\n`);
