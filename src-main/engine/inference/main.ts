import { AppError } from '@shared/errors';
import { runLayers } from './layers';
import { openModel, runModel } from './models';
import { surveyModel } from './survey';
import type { FromInference, InferenceAnswer, InferenceRequest, ToInference } from './protocol';

/** onnxruntime blocks the event loop it runs on, and a model may crash it: hence a process of its own. */
async function answerOf(request: InferenceRequest): Promise<InferenceAnswer> {
  switch (request.kind) {
    case 'open':
      return { kind: 'open', facts: (await openModel(request.path)).facts };
    case 'survey':
      return { kind: 'survey', survey: await surveyModel(request.path) };
    case 'layers': {
      const { path, inputs, shape, layers } = request;
      return { kind: 'run', outputs: await runLayers(path, inputs, shape, layers) };
    }
    case 'run': {
      const { path, inputs, shape, outputs } = request;
      return { kind: 'run', outputs: await runModel(path, inputs, shape, outputs) };
    }
  }
}

async function answer({ id, request }: ToInference): Promise<FromInference> {
  try {
    return { id, answer: await answerOf(request) };
  } catch (thrown) {
    return { id, error: AppError.from(thrown).toData() };
  }
}

/** One after another: a session takes one batch at a time, with all cores. */
let work: Promise<void> = Promise.resolve();
process.on('message', (message: ToInference) => {
  work = work.then(async () => {
    const said = await answer(message);
    if (process.connected) process.send?.(said);
  });
});
process.on('disconnect', () => process.exit(0));
