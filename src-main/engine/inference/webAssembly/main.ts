import { limitMemory } from '../../../processes/apart/memoryLimit';
import { answerRequests } from '../answering';
import { runInWebAssembly } from './models';

/** WebAssembly itself ends at 4 GB; no model that is run here comes near. */
const mostMemory = 2 * 2 ** 30;

/** Runs ONNX files as a browser does, and nothing else that the inference process is asked. */
limitMemory(mostMemory);
answerRequests(async (request) => {
  if (request.kind !== 'run') throw new Error(`WebAssembly is not asked to ${request.kind}`);
  const { path, inputs, shape, outputs } = request;
  return { kind: 'run', outputs: await runInWebAssembly(path, inputs, shape, outputs) };
});
