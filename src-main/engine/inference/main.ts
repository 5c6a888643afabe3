import { answerRequests } from './answering';
import { runLayers } from './layers';
import { openModel, runModel } from './models';
import { surveyModel } from './survey';
import { timeModel } from './timing';

/** onnxruntime blocks the event loop it runs on, and a model may crash it: hence a process of its own. */
answerRequests(async (request) => {
  switch (request.kind) {
    case 'open':
      return { kind: 'open', facts: (await openModel(request.path)).facts };
    case 'survey':
      return { kind: 'survey', survey: await surveyModel(request.path) };
    case 'layers': {
      const { path, inputs, shape, layers } = request;
      return { kind: 'run', outputs: await runLayers(path, inputs, shape, layers) };
    }
    case 'time': {
      const { path, inputs, shape, milliseconds } = request;
      return { kind: 'time', milliseconds: await timeModel(path, inputs, shape, milliseconds) };
    }
    case 'run': {
      const { path, inputs, shape, outputs } = request;
      return { kind: 'run', outputs: await runModel(path, inputs, shape, outputs) };
    }
  }
});
