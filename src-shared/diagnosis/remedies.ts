import type { InferredLayer } from '../network/inference';
import type { ExperimentEdit, Remedy } from './found';
import type { RunRecord } from './record';

/** One digit is as exact as a guess deserves. */
export function roughly(value: number): number {
  return Number(value.toPrecision(1));
}

export function setLearningRate({ training }: RunRecord, factor: number): Remedy {
  const value = roughly(training.optimizer.parameters.learningRate * factor);
  return {
    title: `Learning rate ${value}`,
    edits: [{ path: 'training.optimizer.learningRate', value }],
  };
}

/** A much lower rate: a tenth, or where that is still above it what the optimizer is usually begun with. */
export function lowerLearningRate({ training }: RunRecord): Remedy {
  const { definition, parameters } = training.optimizer;
  const usual = (definition.schema.parse({}) as typeof parameters).learningRate;
  const value = Math.min(roughly(parameters.learningRate / 10), usual);
  return {
    title: `Learning rate ${value}`,
    edits: [{ path: 'training.optimizer.learningRate', value }],
  };
}

/** The initializer that keeps signals at their size on the way to an activation (He et al. 2015; Glorot and Bengio 2010). */
function suitableInitializer({ network }: RunRecord, { id }: InferredLayer): string {
  const followers = network.layers.filter(({ from }) => from.includes(id));
  const behind = followers.flatMap((layer) =>
    layer.definition.group === 'activation'
      ? [layer]
      : network.layers.filter(
          ({ from, definition }) => from.includes(layer.id) && definition.group === 'activation',
        ),
  );
  return behind.some(({ definition }) => definition.traits?.saturates) ? 'glorotUniform' : 'heNormal';
}

/** Kernels that start anew as their activations like them. */
export function reinitialize(record: RunRecord, layers: readonly InferredLayer[]): Remedy {
  const edits: ExperimentEdit[] = layers
    .filter(({ parameters }) => 'initializer' in parameters)
    .map((layer) => ({
      path: `network.${layer.id}.initializer`,
      value: suitableInitializer(record, layer),
    }));
  return { title: 'Initial weights that suit the activations', edits };
}

/** Every hidden activation of the given kinds becomes another. */
export function replaceActivations(layers: readonly InferredLayer[], kind: string, title: string): Remedy {
  return { title, edits: layers.map(({ id }) => ({ path: `network.${id}.kind`, value: kind })) };
}

const standardizeInputs: Remedy = {
  title: 'Standardize the inputs',
  edits: [{ path: 'dataset.scaling', value: 'standardize' }],
};

/** Pixels share one scale; standardized one by one, those that hardly ever differ would count the most. */
const scalePixels: Remedy = {
  title: 'Scale the pixels to 0 to 1',
  edits: [{ path: 'dataset.scaling', value: 'unit' }],
};

/** What is usual for such inputs first; nothing for data that cannot be scaled. */
export function scaleInputs({ facts: { experiment, dataset } }: RunRecord): Remedy[] {
  if (!('scaling' in experiment.dataset)) return [];
  return dataset.inputShape.length === 3 ? [scalePixels, standardizeInputs] : [standardizeInputs];
}

export const clipGradients: Remedy = {
  title: 'Clip the gradients to norm 1',
  edits: [{ path: 'training.clipNorm', value: 1 }],
};

const stopping = { patience: 10, restoreBest: true };

export const stopEarly: Remedy = {
  title: 'Stop early, and keep the best weights',
  edits: [{ path: 'training.earlyStopping', value: stopping }],
};

/**
 * Stopping early, where it would have ended this very training with a smaller validation loss: with the same seed the next
 * takes the same course, so that it is known.
 */
export function stopEarlyIfBetter({ facts, training }: RunRecord): Remedy[] {
  if (training.config.earlyStopping?.restoreBest === true) return [];
  const losses = Array.from(facts.validationLoss.values, (value) => value ?? Infinity);
  let best = 0;
  for (const [epoch, loss] of losses.entries()) {
    if (loss < (losses[best] ?? Infinity)) best = epoch;
    if (epoch - best >= stopping.patience) break;
  }
  return (losses[best] ?? Infinity) < (losses.at(-1) ?? Infinity) ? [stopEarly] : [];
}
