import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parityReportSchema } from '@shared/contract/exports';
import { experimentSchema, type Experiment } from '@shared/experiment/experiment';
import { layerCatalogue } from '@shared/network/layers';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { onnx } from '@shared/exporting/onnx';
import { sizeOf } from '@shared/ops/shape';
import { compareOutputs } from '../../../src-main/engine/exporting/proof/outputs';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { networkWith } from './networks';
import { trainedNetwork } from './trained';

const examples = 5;

interface Case {
  readonly name: string;
  readonly experiment: Experiment;
  readonly inputShape: readonly number[];
}

/** The templates on their own data's shapes, and every kind of layer in a small net of its own. */
const cases: readonly Case[] = [
  ...templateCatalogue.map((template) => {
    const experiment = experimentOf(template);
    const shapes: Record<string, number[]> = {
      renderedDigits: [28, 28, 1],
      renderedShapes: [32, 32, 3],
      function1d: [1],
    };
    const own = experiment.network.layers.find(({ kind }) => kind === 'input')?.['shape'] as
      number[] | undefined;
    const inputShape = own ?? shapes[experiment.dataset.kind] ?? [2];
    return { name: `template-${template.id}`, experiment, inputShape };
  }),
  ...layerCatalogue
    .filter(({ kind }) => kind !== 'input')
    .map(({ kind }) => ({ name: `layer-${kind}`, ...networkWith(kind) }))
    .map(({ name, network, inputShape }) => ({
      name,
      inputShape,
      experiment: experimentSchema.parse({ version: 1, network, dataset: { kind: 'moons' }, training: {} }),
    })),
];

function exported({ experiment, inputShape }: Case, opset: number) {
  const settings = onnx.schema.parse({ format: 'onnx', opset });
  const { trained, session, inputs } = trainedNetwork(experiment, inputShape, examples);
  try {
    return {
      inputs,
      outputs: session.predictInputs(inputs, examples),
      shape: [examples, ...inputShape],
      width: sizeOf(trained.network.outputShape ?? []),
      bytes: encodeModel(onnxModel(trained, settings)),
    };
  } finally {
    session.dispose();
  }
}

async function runtimeOutputs(
  bytes: Uint8Array,
  inputs: Float32Array,
  shape: number[],
): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  const results = await session.run({ input: new Tensor('float32', inputs, shape) });
  return (results['output'] as Tensor).data as Float32Array;
}

describe('an exported ONNX file gives the trainer’s outputs in onnxruntime', () => {
  it.each(cases)('$name', async (network) => {
    for (const opset of [13, 17, 22]) {
      const { bytes, inputs, shape, outputs, width } = exported(network, opset);
      const theirs = await runtimeOutputs(bytes, inputs, shape);
      const report = compareOutputs(outputs, theirs, { width, split: 'training', classification: false });
      expect(report, `opset ${opset}`).toMatchObject({ passed: true, examples });
    }
  });
});

/** ONNX, docs/Versioning.md: the IR version of the release that brought each opset. */
const irVersions = [
  [15, 8],
  [17, 8],
  [18, 8],
  [19, 9],
  [20, 9],
  [21, 10],
  [22, 10],
] as const;

it.each(irVersions)('a file for opset %i has the IR version %i', (opset, version) => {
  const [network] = cases;
  const { bytes } = exported(network!, opset);
  // The message's first field, of kind varint: its tag is (1 << 3) | 0.
  expect([...bytes.subarray(0, 2)]).toEqual([0b1000, version]);
});

describe('an exported ONNX file in Python', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'layerlab-onnx-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes onnx.checker and gives the trainer’s outputs within 1e-5', () => {
    for (const network of cases) {
      const { bytes, inputs, outputs, shape } = exported(network, 17);
      writeFileSync(join(folder, `${network.name}.onnx`), bytes);
      writeFileSync(
        join(folder, `${network.name}.json`),
        JSON.stringify({ shape, inputs: [...inputs], outputs: [...outputs] }),
      );
    }
    const script = join(import.meta.dirname, '../../fixtures/onnx/check.py');
    const lines = execFileSync(oraclePython(), [script, folder], { encoding: 'utf8' }).trim().split('\n');
    const results = lines.map(
      (line) => JSON.parse(line) as { name: string; difference: number; largest: number },
    );
    expect(results.map(({ name }) => name).sort()).toEqual(cases.map(({ name }) => name).sort());
    for (const { name, difference, largest } of results) {
      expect(difference, name).toBeLessThanOrEqual(1e-5 * Math.max(1, largest));
    }
  });
});

describe('the comparison of outputs', () => {
  const options = { width: 2, split: 'validation', classification: true } as const;
  it('counts the largest difference and the share of equal top-1', () => {
    const report = compareOutputs(Float32Array.of(1, 2, 3, 1), Float32Array.of(1, 2, 3, 3.5), options);
    expect(report).toMatchObject({
      examples: 2,
      largestDifference: 2.5,
      meanDifference: 0.625,
      sameTop1: 0.5,
      passed: false,
    });
  });
  it.each([
    ['is not a number', [1, 2], [1, NaN]],
    ['is infinite there', [1, 2], [1, Infinity]],
    ['is infinite here, and there', [1, -Infinity], [1, -Infinity]],
    ['is missing', [1, 2], [1]],
  ])('fails what %s, with a report that can be sent', (_, ours, theirs) => {
    const report = compareOutputs(Float32Array.from(ours), Float32Array.from(theirs), options);
    expect(report).toMatchObject({ passed: false, largestDifference: null, meanDifference: null });
    expect(parityReportSchema.parse(JSON.parse(JSON.stringify(report)))).toMatchObject(report);
  });
  it('fails where nothing was compared', () => {
    expect(compareOutputs(new Float32Array(), new Float32Array(), options).passed).toBe(false);
  });
});
