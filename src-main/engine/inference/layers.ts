import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '@shared/errors';
import { layerOutput, layerOutputsToAppend } from '../exporting/onnx/layerOutputs';
import { notRun, openModel, readBytes, valuesOf } from './models';
import type { ModelOutput } from './protocol';

/** The model that was last looked into, with every layer's output as an output; it stays open for the next example. */
let opened: { readonly sha256: string; readonly session: InferenceSession } | null = null;

/**
 * Runs examples through a model and gives what each of its layers gives.
 * @param layers the names of the layers' values in the graph, by their ids
 * @throws AppError `badModel` where the model does not take them, or has its weights in another file
 */
export async function runLayers(
  path: string,
  inputs: Float32Array,
  shape: readonly number[],
  layers: Readonly<Record<string, string>>,
): Promise<Record<string, ModelOutput>> {
  const session = await sessionFor(path, layers);
  const [inputName = ''] = session.inputNames;
  const ids = Object.keys(layers);
  const results = await session
    .run({ [inputName]: new Tensor('float32', inputs, [...shape]) }, ids.map(layerOutput))
    .catch((cause: unknown) => Promise.reject(notRun(path, cause)));
  const outputs: Record<string, ModelOutput> = {};
  for (const id of ids) outputs[id] = await valuesOf(results[layerOutput(id)], id, path);
  return outputs;
}

async function sessionFor(path: string, layers: Readonly<Record<string, string>>): Promise<InferenceSession> {
  const { facts } = await openModel(path);
  if (opened?.sha256 === facts.sha256) return opened.session;
  if (facts.dataFiles.length > 0) {
    throw new AppError('badModel', 'A model that has its weights in another file is not looked into.', {
      where: path,
      remedy: 'Look into the layers of its run on the workbench.',
    });
  }
  await opened?.session.release();
  opened = null;
  const bytes = Buffer.concat([await readBytes(path), layerOutputsToAppend(layers)]);
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 }).catch((cause: unknown) =>
    Promise.reject(notRun(path, cause)),
  );
  opened = { sha256: facts.sha256, session };
  return session;
}
