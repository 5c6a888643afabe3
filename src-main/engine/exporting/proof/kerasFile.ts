import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParityReport } from '@shared/contract/exports';
import { onnx } from '@shared/exporting/onnx';
import type { ImportedModel } from '@shared/importing';
import { readKeras } from '../../imports';
import type { TrainedNetwork } from '../encoder';
import { onnxModel } from '../onnx/onnx';
import { encodeModel } from '../onnx/proto';
import { askedTrainer, compareAnswers, jobOf, type ProofContext, type Proven } from './comparison';
import { answersOf } from './inRuntime';
import { compareWeights } from './weights';

/**
 * Reads a `.keras` file back as any other that Keras stored: its weights have to be the trained ones bit by bit, and the
 * network that is rebuilt of its layers, run by ONNX Runtime, has to answer as the trainer does. Keras itself needs Python.
 */
export async function proveKerasFile(
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<Proven> {
  const { model, survey, stored } = await readKeras(await readFile(path));
  const weights = compareWeights(stored, trained);
  if (model === null) {
    const [unknown] = survey.unknown;
    const reason = `Nothing was run: Keras needs Python, and no layer here reads ${unknown?.className ?? 'it'}.`;
    return { proof: { ...weights, summary: `${weights.summary} ${reason}` }, report: null };
  }
  const report = await proveRebuilt(model, trained, context);
  const ran = 'The network rebuilt from the file was run by ONNX Runtime beside the trainer, not by Keras.';
  const proof = {
    ...weights,
    kind: 'rebuilt' as const,
    runtime: 'ONNX Runtime',
    passed: weights.passed && report.passed,
    summary: `${weights.summary} ${ran}`,
  };
  return { proof, report };
}

async function proveRebuilt(
  model: ImportedModel,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  const path = join(context.scratch, 'rebuilt.onnx');
  await writeFile(path, rebuiltModel(model, trained));
  return context.withTrainer(jobOf(trained, context), async (ask) => {
    const { examples, ours } = await askedTrainer(ask, trained, context);
    const theirs = await answersOf(context.inference, path, examples, trained);
    return compareAnswers(trained, { examples, ours, theirs }, 'float32');
  });
}

/** An ONNX model of nothing but what was read from the file; it takes examples as the data set has them. */
export function rebuiltModel(
  { network, inferred, weights }: ImportedModel,
  trained: TrainedNetwork,
): Uint8Array {
  const { experiment, dataset } = trained;
  const model = onnxModel(
    {
      ...trained,
      experiment: { ...experiment, network },
      network: inferred,
      dataset: { ...dataset, scaling: { offset: [0], factor: [1] } },
      weights: new Map(weights.map((weight) => [weight.name, weight])),
    },
    onnx.schema.parse({ format: 'onnx' }),
  );
  return encodeModel(model);
}
