import { sizeOf, type Shape } from '../../ops/shape';
import type { AnyLayerDefinition, WeightSpec } from '../layer';

const bytesOfFloat32 = 4;

export interface LayerCosts {
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly multiplyAdds: number;
  readonly activationBytes: number;
}

/** What one layer costs for one example. Multiply-adds are those of matrix products and convolutions. */
export function costsOf(
  definition: AnyLayerDefinition,
  parameters: object,
  inputShapes: readonly Shape[],
  outputShape: Shape,
  weights: readonly WeightSpec[],
): LayerCosts {
  return {
    parameterCount: totalSize(weights),
    trainableCount: totalSize(weights.filter((weight) => weight.trainable)),
    multiplyAdds: definition.multiplyAdds?.(parameters, inputShapes, outputShape) ?? 0,
    activationBytes: bytesOfFloat32 * sizeOf(outputShape),
  };
}

function totalSize(weights: readonly WeightSpec[]): number {
  return weights.reduce((total, weight) => total + sizeOf(weight.shape), 0);
}

export function totalCosts(layers: readonly LayerCosts[]): LayerCosts {
  const total = (key: keyof LayerCosts): number => layers.reduce((sum, layer) => sum + layer[key], 0);
  return {
    parameterCount: total('parameterCount'),
    trainableCount: total('trainableCount'),
    multiplyAdds: total('multiplyAdds'),
    activationBytes: total('activationBytes'),
  };
}
