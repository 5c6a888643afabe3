import type { LayerId } from '../ids';
import type { InferredNetwork } from './inference';

/** A network's only output as a sum: each unit of the layer before times its weight, and a bias. */
export interface OutputSum {
  readonly output: LayerId;
  /** The layer whose units are summed. */
  readonly summed: LayerId;
  readonly units: number;
}

/** @returns null where the output is no such sum, or one of the inputs themselves */
export function outputSumOf({ layers, inputId, outputId }: InferredNetwork): OutputSum | null {
  const output = layers.find(({ id }) => id === outputId);
  const [summed] = output?.from ?? [];
  if (output === undefined || summed === undefined || summed === inputId) return null;
  const kernel = output.weights.find(({ name }) => name === 'kernel')?.shape ?? [];
  const [units, sums] = kernel;
  const isSum = output.definition.traits?.affine === 'learned' && kernel.length === 2 && sums === 1;
  if (!isSum || units === undefined) return null;
  return { output: output.id, summed, units };
}
