import type { ImportedModel } from '@shared/importing';
import { inferNetwork } from '@shared/network/inference';
import { trainingConfigSchema } from '@shared/training/config';
import { eagerReference } from '../exporting/trained';

/** One example's shape, as an imported network takes it. */
export function inputShapeOf({ inferred: { layers, inputId } }: ImportedModel): readonly number[] {
  return layers.find(({ id }) => id === inputId)?.outputShape ?? [];
}

/** What an imported network answers with the weights of its file, by the eager reference. */
export function answersOf(model: ImportedModel, inputs: Float32Array, examples: number): Float32Array {
  const inputShape = [...inputShapeOf(model)];
  const dataset = {
    ...{ task: 'regression' as const, examples, inputShape },
    scaling: { offset: [0], factor: [1] },
  };
  const training = trainingConfigSchema.parse({ loss: 'meanSquaredError' });
  const session = eagerReference(inferNetwork(model.network, { inputShape }), training, dataset, inputs);
  try {
    session.writeState(model.weights);
    return session.predictInputs(inputs, examples);
  } finally {
    session.dispose();
  }
}
