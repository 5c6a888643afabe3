import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainedNetwork } from '../../../../src-main/engine/exporting/encoder';
import { proveFile } from '../../../../src-main/engine/exporting/proof';
import { InferenceProcess, withInference } from '../../../../src-main/engine/inference/inferenceProcess';
import type { TrainerRequest } from '../../../../src-main/trainer/protocol';
import { runStoredModel } from '../../../../src-main/trainer/run/storedModel';
import type { TrainingSession } from '../../../../src-main/trainer/session/session';
import { patience } from '../../../patience';
import { programs } from '../../support/programs';
import { temporaryFolder } from '../../support/workspace';
import { imageNetwork } from '../plantedErrors';
import { trainedNetwork } from '../trained';
import { encoded } from './exported';

const examples = 40;

/** TensorFlow.js has no convolutions in groups. */
const experiment: Experiment = {
  ...imageNetwork.experiment,
  network: {
    ...imageNetwork.experiment.network,
    layers: imageNetwork.experiment.network.layers.map((layer) =>
      'groups' in layer ? { ...layer, groups: 1 } : layer,
    ),
  },
};

let inference: InferenceProcess;
beforeAll(() => {
  inference = new InferenceProcess(join(programs, 'inference.mjs'));
});
afterAll(() => inference.end());

/** A trainer that has the eager reference’s weights, and TensorFlow to run what was written for it. */
function trainerOf(session: TrainingSession) {
  return async (request: TrainerRequest) => {
    if (request.kind === 'storedModel') {
      return { kind: request.kind, outputs: await runStoredModel(request) };
    }
    if (request.kind !== 'outputs') throw new Error(`${request.kind} is not asked for here`);
    return { kind: request.kind, outputs: session.predictInputs(request.inputs, request.examples) };
  };
}

/** The same network with one of its weights a little off. */
function withFault(trained: TrainedNetwork): TrainedNetwork {
  const weights = new Map(trained.weights);
  const [name = '', weight] = [...weights].at(-1) ?? [];
  if (weight === undefined) throw new Error('the network has no weights');
  weights.set(name, {
    ...weight,
    values: weight.values.map((value, at) => (at === 0 ? value + 0.01 : value)),
  });
  return { ...trained, weights };
}

async function proofOf(format: 'savedModel' | 'tfjs' | 'keras' | 'pytorch', isFaulty: boolean) {
  const folder = temporaryFolder();
  const { trained, session, inputs } = trainedNetwork(experiment, imageNetwork.inputShape, examples);
  try {
    const file = await encoded(isFaulty ? withFault(trained) : trained, { format });
    const path = join(folder, 'model.part');
    writeFileSync(path, file.bytes);
    for (const { name, bytes } of file.beside ?? []) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, 'inputs.bin'), inputs);
    writeFileSync(join(folder, 'targets.bin'), new Float32Array(examples));
    writeFileSync(
      join(folder, 'splits.bin'),
      Int32Array.from({ length: examples }, (_, index) => index),
    );
    const ask = trainerOf(session);
    return await proveFile(file.proof, { path, folder }, trained, {
      ...{ datasetDirectory: folder, checkpoint: '', scratch: temporaryFolder(), inference },
      withTrainer: (_job, work) => work(ask),
      withWebAssembly: (work) => withInference(join(programs, 'webAssembly.mjs'), work),
    });
  } finally {
    session.dispose();
  }
}

describe('what is looked at of a file that ONNX Runtime does not run', { timeout: patience.test(2) }, () => {
  it.each([
    ['savedModel', { kind: 'run', runtime: 'TensorFlow', weightsReadBack: null }],
    ['tfjs', { kind: 'run', runtime: 'TensorFlow.js', weightsReadBack: null }],
    ['keras', { kind: 'rebuilt', runtime: 'ONNX Runtime' }],
    ['pytorch', { kind: 'weights', runtime: null }],
  ] as const)('%s', async (format, expected) => {
    const good = await proofOf(format, false);
    expect(good.proof).toMatchObject({ ...expected, passed: true });
    expect(good.report?.passed ?? true).toBe(true);
    const bad = await proofOf(format, true);
    expect(bad.proof).toMatchObject({ ...expected, passed: false });
  });
});
