import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { requireTrained } from '@shared/runs/imported/trained';
import type { EngineCalls } from './engine';
import type { startEngineChild } from './engineChild';

type Calls = EngineCalls | ReturnType<typeof startEngineChild>['client'];

/** Loss and accuracy of an exported file on the validation split, by onnxruntime and the definitions. */
async function scoreOf(path: string, client: Calls, { dataset }: Experiment) {
  const { points } = await client.datasets.preview({ dataset, rows: 0 });
  const examples = points.filter(({ split }) => split === 'validation');
  const session = await InferenceSession.create(readFileSync(path));
  const inputs = Float32Array.from(examples.flatMap(({ x }) => x));
  const { output } = await session.run({ input: new Tensor('float32', inputs, [examples.length, 2]) });
  const scores = output?.data as Float32Array;
  await session.release();
  let [loss, right] = [0, 0];
  examples.forEach(({ target }, index) => {
    const [a = NaN, b = NaN] = scores.subarray(2 * index, 2 * index + 2);
    loss += Math.log(Math.exp(a) + Math.exp(b)) - (target === 0 ? a : b);
    right += Number(target === (a >= b ? 0 : 1));
  });
  return { loss: loss / examples.length, accuracy: right / examples.length };
}

/**
 * Every checkpoint that the run names holds the weights that it says, and no others.
 * @param folder for the files
 */
export async function expectTruth(client: Calls, runId: RunId, folder: string): Promise<void> {
  const { checkpoints, experiment } = requireTrained(await client.runs.get({ runId }));
  for (const { name, step, epoch, metrics } of checkpoints) {
    const path = join(folder, `${name}.onnx`);
    const request = { runId, format: 'onnx', checkpoint: name, path } as const;
    if (step === 0) {
      expect(await refusalOf(client.exports.create(request))).toBe('notAllowedNow');
      continue;
    }
    const exported = await client.exports.create(request);
    expect(exported.weights).toEqual({ step, epoch, metrics });
    if (typeof metrics.validationLoss !== 'number') continue;
    const score = await scoreOf(path, client, experiment);
    expect(score.loss).toBeCloseTo(metrics.validationLoss, 5);
    expect(score.accuracy).toBeCloseTo(metrics.validationAccuracy ?? NaN, 6);
  }
}

/** Why a call is refused: an engine in this process answers with its own errors, one that is a process with those told. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const thrown = (await call.catch((error: unknown) => error)) as {
    code?: unknown;
    data?: { code?: unknown };
  };
  return thrown.data?.code ?? thrown.code;
}
