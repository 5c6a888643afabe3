import type { LayerId } from '@shared/ids';
import type { InferredLayer, InferredNetwork } from '@shared/network/inference';
import { batchNormalization } from '@shared/network/layers/batchNormalization';
import type { TrainedNetwork } from './encoder';
import { weightOf } from './weights';

interface Folded {
  /** The network that computes the same with fewer layers. */
  readonly trained: TrainedNetwork;
  /** The normalizations that are gone: by the id of the layer that does their work, the id of the last one. */
  readonly doneBy: ReadonlyMap<string, string>;
}

type Weights = TrainedNetwork['weights'];

/**
 * Takes batch normalization into the kernel and bias of the affine layer before it, where nothing else takes that layer's
 * output: γ·(x·W + b − μ)/√(σ² + ε) + β is affine in x too. For predictions alone.
 */
export function foldNormalization(trained: TrainedNetwork): Folded {
  const doneBy = new Map<string, string>();
  let { network, weights } = trained;
  for (const normalization of trained.network.layers) {
    const affine = foldedInto(normalization, network);
    if (affine === null) continue;
    weights = new Map([...weights, ...foldedWeights(affine, normalization, weights)]);
    network = without(network, normalization, affine);
    doneBy.set(affine.id, normalization.id);
  }
  return { trained: { ...trained, network, weights }, doneBy };
}

/** The layer that can do a normalization's work; null where there is none, or the layer is another. */
function foldedInto({ id, definition }: InferredLayer, { layers }: InferredNetwork): InferredLayer | null {
  if (definition.kind !== batchNormalization.kind) return null;
  const [source] = layers.find((layer) => layer.id === id)?.from ?? [];
  const affine = layers.find((layer) => layer.id === source);
  const takers = layers.filter(({ from }) => source !== undefined && from.includes(source));
  const isKernelAndBias =
    affine !== undefined &&
    'useBias' in affine.parameters &&
    affine.definition.traits?.affine !== undefined &&
    affine.weights.every(({ name }) => name === 'kernel' || name === 'bias');
  return isKernelAndBias && takers.length === 1 ? affine : null;
}

/** The affine layer's kernel and bias with the normalization in them, worked out in 64 bits. */
function foldedWeights(affine: InferredLayer, { id, parameters }: InferredLayer, weights: Weights) {
  const { epsilon, center, scale } = batchNormalization.schema.parse(parameters);
  const valuesOf = (name: string) => weightOf(weights, id, name).values;
  const [mean, variance] = [valuesOf('movingMean'), valuesOf('movingVariance')];
  const gamma = scale ? valuesOf('gamma') : null;
  const beta = center ? valuesOf('beta') : null;
  const factors = Float64Array.from(variance, (value, at) => (gamma?.[at] ?? 1) / Math.sqrt(value + epsilon));
  const kernel = weightOf(weights, affine.id, 'kernel');
  const bias = weights.get(`parameters/${affine.id}/bias`)?.values;
  const channels = factors.length;
  // The channels of the output vary fastest in every kernel.
  const folded = kernel.values.map((value, at) => value * (factors[at % channels] ?? 1));
  const moved = Float32Array.from(
    factors,
    (factor, at) => ((bias?.[at] ?? 0) - (mean[at] ?? 0)) * factor + (beta?.[at] ?? 0),
  );
  return [
    [`parameters/${affine.id}/kernel`, { shape: kernel.shape, values: folded }],
    [`parameters/${affine.id}/bias`, { shape: [channels], values: moved }],
  ] as const;
}

/** The network with the affine layer, which now has a bias, in the normalization's place. */
function without(
  { layers, outputId, ...rest }: InferredNetwork,
  { id }: InferredLayer,
  affine: InferredLayer,
): InferredNetwork {
  const instead = (source: LayerId) => (source === id ? affine.id : source);
  return {
    ...rest,
    outputId: outputId === null ? null : instead(outputId),
    layers: layers
      .filter((layer) => layer.id !== id)
      .map((layer) => ({ ...layer, from: layer.from.map(instead) }))
      .map((layer) =>
        layer.id === affine.id ? { ...layer, parameters: { ...layer.parameters, useBias: true } } : layer,
      ),
  };
}
