import { dirname } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { layerOutput, layerOutputsToAppend } from '../exporting/onnx/layerOutputs';
import { notRun, openModel, readBytes, valuesOf } from './models';
import type { ModelOutput } from './protocol';

/** The model that was last looked into, with every layer's output as an output; it stays open for the next example. */
let opened: { readonly sha256: string; readonly session: InferenceSession } | null = null;

/**
 * Runs examples through a model and gives what each of its layers gives.
 * @param layers the names of the layers' values in the graph, by their ids
 * @throws AppError `badModel` where the model does not take them
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
  await opened?.session.release();
  opened = null;
  const bytes = Buffer.concat([await readBytes(path), layerOutputsToAppend(layers)]);
  const session = await InferenceSession.create(bytes, {
    logSeverityLevel: 4,
    // Bytes have no folder of their own, in which the files beside the model are looked for.
    extra: { session: { model_external_initializers_file_folder_path: dirname(path) } },
  }).catch((cause: unknown) => Promise.reject(notRun(path, cause)));
  opened = { sha256: facts.sha256, session };
  return session;
}
