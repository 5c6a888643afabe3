import { classNameOf } from '@shared/data/classNames';
import { z } from 'zod';
import { indexOfLargest } from '../../ops/largest';
import { sigmoid, softmax } from '../../ops/probabilities';
import { resolveTraining } from '../../training/resolve';
import type { ModelCard } from '../modelCard';

/** What a model answers to one example. */
export const predictionSchema = z.object({
  /** The class that is answered; null for regression. */
  class: z.string().nullable(),
  /** Of each class in the model's order; null for regression, and where the outputs are scores that say no probability. */
  probabilities: z.array(z.number()).nullable(),
  /** The value that is answered, of several the one that comes next; null for classification. */
  value: z.number().nullable(),
  /** As they leave the network. */
  outputs: z.array(z.number()),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** Reads a model's outputs for one example: which class, or which value, and how sure it is. */
export function predictionReader({ experiment, dataset }: ModelCard): (outputs: Float32Array) => Prediction {
  const { task, classNames } = dataset;
  const { threshold, traits } = resolveTraining(experiment.training).loss.definition;
  const last = lastKind(experiment.network);
  const probabilitiesOf = (outputs: Float32Array): number[] | null => {
    if (outputs.length === 1) {
      const [output = NaN] = outputs;
      if (last === 'sigmoid') return [1 - output, output];
      return traits?.appliesActivation === 'sigmoid' ? [1 - sigmoid(output), sigmoid(output)] : null;
    }
    if (last === 'softmax') return [...outputs];
    return traits?.appliesActivation === 'softmax' ? [...softmax(outputs)] : null;
  };
  return (outputs) => {
    if (task === 'regression') {
      return { class: null, probabilities: null, value: outputs[0] ?? NaN, outputs: [...outputs] };
    }
    const [first = NaN] = outputs;
    const answer = outputs.length === 1 ? Number(first > threshold) : indexOfLargest(outputs);
    return {
      class: classNameOf(classNames, answer),
      probabilities: probabilitiesOf(outputs),
      value: null,
      outputs: [...outputs],
    };
  };
}

/** The kind of the layer that nothing comes after. */
function lastKind({ layers, edges }: ModelCard['experiment']['network']): string | undefined {
  const left = new Set(edges.map(([from]) => from));
  return layers.find(({ id }) => !left.has(id))?.kind;
}
