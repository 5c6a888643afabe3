import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '@shared/errors';
import type { FromInference, ToInference } from './protocol';

/** onnxruntime blocks the event loop it runs on, hence a process of its own. */
async function outputsOf({ path, inputs, shape }: ToInference): Promise<Float32Array> {
  const session = await InferenceSession.create(path);
  try {
    const [inputName = ''] = session.inputNames;
    const [outputName = ''] = session.outputNames;
    const results = await session.run({ [inputName]: new Tensor('float32', inputs, [...shape]) });
    // Copied: the tensor's memory is onnxruntime's and goes with the session.
    return Float32Array.from((await results[outputName]?.getData()) as Float32Array);
  } finally {
    await session.release();
  }
}

async function answer(request: ToInference): Promise<FromInference> {
  try {
    return { id: request.id, outputs: await outputsOf(request) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const error = new AppError('exportFailed', `onnxruntime does not run the file: ${message}`, {
      where: request.path,
      remedy: 'Export with another opset; if it happens again, report it with the experiment.',
    });
    return { id: request.id, error: error.toData() };
  }
}

process.on('message', (request: ToInference) => {
  void answer(request).then((message) => process.send?.(message));
});
process.on('disconnect', () => process.exit(0));
