import { resolve } from 'node:path';
import { AppError } from '@shared/errors';
import type { EngineParts } from '../engineParts';
import type { ModelOutput } from '../inference/protocol';
import { attribute } from '../models/attribution';
import { keepExample, keptExamples, takeOutExample } from '../models/keptExamples';
import { whatFired } from '../models/fired';
import { modelFile, openModelFile } from '../models/modelFile';
import { timedModel } from '../models/timedModel';
import { predictFile } from '../models/predict';
import { triedExamples, tryExample } from '../models/tryExample';
import { checkModel, deleteModel, listModels } from '../models/exported';
import { verifyModel } from '../models/verify';
import type { ServiceBase } from './base';

export function modelsService(base: ServiceBase, parts: EngineParts) {
  const { inference } = parts;
  return {
    describe: base.models.describe.handler(({ input }) => openModelFile(parts, input.model)),
    survey: base.models.survey.handler(async ({ input }) => {
      const path = resolve(input.path);
      return inference.with(path, (process) => process.survey(path));
    }),
    time: base.models.time.handler(({ input }) => timedModel(parts, resolve(input.path))),
    predict: base.models.predict.handler(({ input, signal }) =>
      predictFile(parts, input.model, input.input, signal),
    ),
    try: base.models.try.handler(({ input }) => tryExample(parts, input)),
    attribute: base.models.attribute.handler(({ input }) =>
      attribute(parts, input.model, input.values, input.method),
    ),
    fired: base.models.fired.handler(({ input }) => whatFired(parts, input.model, input.values)),
    examples: base.models.examples.handler(({ input }) => triedExamples(parts, input.model)),
    keep: base.models.keep.handler(({ input }) => keepExample(parts, input)),
    kept: base.models.kept.handler(({ input }) => keptExamples(parts, input.model)),
    takeOut: base.models.takeOut.handler(async ({ input }) => {
      await takeOutExample(parts, input.model, input.id);
      return {};
    }),
    list: base.models.list.handler(() => listModels(parts)),
    check: base.models.check.handler(({ input }) => checkModel(parts, input.path)),
    delete: base.models.delete.handler(({ input }) => deleteModel(parts, input.path)),
    infer: base.models.infer.handler(async ({ input }) => {
      const path = await modelFile(parts, input.model);
      const outputs = await inference.with(path, (process) =>
        process.run(path, Float32Array.from(input.inputs), input.shape, input.outputs),
      );
      requireFinite(Object.values(outputs), path);
      return {
        outputs: Object.entries(outputs).map(([name, { type, values, shape }]) => ({
          name,
          type,
          shape: [...shape],
          values: [...values],
        })),
      };
    }),
    verify: base.models.verify.handler(({ input }) => verifyModel(parts, input)),
  };
}

/** @throws AppError `badModel` where an output is infinite or not a number, which JSON cannot say */
function requireFinite(outputs: readonly ModelOutput[], path: string): void {
  if (outputs.every(({ values }) => values.every((value) => Number.isFinite(value)))) return;
  throw new AppError('badModel', 'The model’s outputs for these inputs are not all finite numbers.', {
    where: path,
    remedy: 'Give inputs of the size that it was trained on.',
  });
}
