import type { EngineParts } from '../engineParts';
import { modelFile, openModelFile } from '../models/modelFile';
import { predictFile } from '../models/predict';
import { verifyModel } from '../models/verify';
import type { ServiceBase } from './base';

export function modelsService(base: ServiceBase, parts: EngineParts) {
  const { inference } = parts;
  return {
    describe: base.models.describe.handler(({ input }) => openModelFile(parts, input.model)),
    predict: base.models.predict.handler(({ input, signal }) =>
      predictFile(parts, input.model, input.input, signal),
    ),
    infer: base.models.infer.handler(async ({ input }) => {
      const path = await modelFile(parts, input.model);
      const outputs = await inference.with(path, (process) =>
        process.run(path, Float32Array.from(input.inputs), input.shape),
      );
      return {
        outputs: Object.entries(outputs).map(([name, { values, shape }]) => ({
          name,
          shape: [...shape],
          values: [...values],
        })),
      };
    }),
    verify: base.models.verify.handler(({ input }) => verifyModel(parts, input)),
  };
}
