import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import * as web from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { experimentSchema } from '@shared/experiment/experiment';
import { initializeWeights } from '@shared/network/initialWeights';
import { indexOfLargest } from '@shared/ops/largest';
import { sizeOf } from '@shared/ops/shape';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { randomRequest } from '../../parity/support/randomNetworks';
import { temporaryFolder } from '../support/workspace';
import { spread } from './trained';

const networks = Number(process.env['LAYERLAB_RANDOM_EXPORTS'] ?? 60);
const opsets = [13, 17, 22];
const examples = 4;

/** Any; of it a file holds but the name. */
const experiment = experimentSchema.parse({
  version: 1,
  network: { layers: [{ id: 'input', kind: 'input' }], edges: [] },
  dataset: { kind: 'moons' },
  training: {},
});

/** A random network of the whole vocabulary with weights, its file for an opset, and the eager reference's outputs. */
function exported(seed: number) {
  const request = randomRequest(seed);
  const { network, data } = request;
  const weights = initializeWeights(network, seed).map((weight, index) => ({
    ...weight,
    values: weight.values.map((value, at) => value + 0.1 + 0.05 * Math.sin(at + index)),
  }));
  const { inputShape, scaling } = data;
  const inputs = spread(examples * sizeOf(inputShape), seed);
  const session = createEagerSession(request);
  try {
    session.writeState(weights);
    const dataset = {
      ...{ hash: '', name: 'random', task: data.task, examples, inputShape: [...inputShape] },
      ...{ inputDtype: 'float32' as const, featureNames: [], targetName: 'y', classNames: [], scaling },
      splits: { training: examples, validation: 0, test: 0 },
    };
    const trained = {
      ...{ experiment, network, dataset, facts: { step: 1, epoch: 1, metrics: {} } },
      weights: new Map(weights.map((weight) => [weight.name, weight])),
    };
    return {
      inputs,
      shape: [examples, ...inputShape],
      outputs: session.predictInputs(inputs, examples),
      bytes: (opset: number, foldBatchNormalization: boolean) =>
        encodeModel(onnxModel(trained, onnx.schema.parse({ format: 'onnx', opset, foldBatchNormalization }))),
    };
  } finally {
    session.dispose();
  }
}

// One thread: those of the page that is exported.
web.env.wasm.numThreads = 1;

/** What the file answers in ONNX Runtime's WebAssembly, as in a browser. */
async function inWebAssembly(file: Uint8Array, inputs: Float32Array, shape: readonly number[]) {
  const session = await web.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const results = await session.run({ input: new web.Tensor('float32', inputs, [...shape]) });
  const outputs = Float32Array.from(results['output']?.data as Float32Array);
  await session.release();
  return outputs;
}

function largestDifference(ours: Float32Array, theirs: Float32Array): number {
  return ours.reduce((most, value, at) => Math.max(most, Math.abs(value - (theirs[at] ?? NaN))), 0);
}

/** The class that each example is answered with, of those whose two best outputs differ by more than may be. */
function answers(outputs: Float32Array, best: Float32Array, tolerance: number): number[] {
  const width = outputs.length / examples;
  return Array.from({ length: examples }, (_, row) => row * width).flatMap((from) => {
    const [first = 0, second = -Infinity] = best
      .slice(from, from + width)
      .sort()
      .reverse();
    return first - second > tolerance ? indexOfLargest(outputs.subarray(from, from + width)) : [];
  });
}

it(`${networks} random networks give the trainer’s outputs at opsets 13, 17 and 22, in Node, in WebAssembly and in Python`, async () => {
  const folder = temporaryFolder();
  for (let seed = 0; seed < networks; seed++) {
    const { inputs, shape, outputs, bytes } = exported(seed);
    const tolerance = 1e-5 * Math.max(1, ...outputs.map(Math.abs));
    for (const opset of opsets) {
      // With batch normalization folded where there is some, in every other.
      const file = bytes(opset, seed % 2 === 1);
      const session = await InferenceSession.create(file);
      const results = await session.run({ input: new Tensor('float32', inputs, shape) });
      const theirs = (results['output'] as Tensor).data as Float32Array;
      const place = `network ${seed}, opset ${opset}`;
      expect(largestDifference(outputs, theirs), place).toBeLessThanOrEqual(tolerance);
      const firsts = answers(outputs, outputs, tolerance);
      expect(answers(theirs, outputs, tolerance), place).toEqual(firsts);
      await session.release();
      const there = await inWebAssembly(file, inputs, shape);
      expect(largestDifference(outputs, there), `${place}, WebAssembly`).toBeLessThanOrEqual(tolerance);
      expect(answers(there, outputs, tolerance), `${place}, WebAssembly`).toEqual(firsts);
      const name = join(folder, `network-${seed}-opset-${opset}`);
      writeFileSync(`${name}.onnx`, file);
      writeFileSync(`${name}.json`, JSON.stringify({ shape, inputs: [...inputs], outputs: [...outputs] }));
    }
  }
  // onnx.checker with full shape inference, and onnxruntime in Python.
  const script = join(import.meta.dirname, '../../fixtures/onnx/check.py');
  const printed = execFileSync(oraclePython(), [script, folder], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const results = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; difference: number; largest: number });
  expect(results).toHaveLength(networks * opsets.length);
  for (const { name, difference, largest } of results) {
    expect(difference, name).toBeLessThanOrEqual(1e-5 * Math.max(1, largest));
  }
});
