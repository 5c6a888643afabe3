import { AppError } from '@shared/errors';
import type { LayerId } from '@shared/ids';
import type { InferredLayer, InferredNetwork, NetworkProblem } from '@shared/network/inference';
import { findLayerDefinition } from '@shared/network/layers';
import type { NetworkSpec } from '@shared/network/spec';
import type { Shape } from '@shared/ops/shape';
import { sizeOf } from '@shared/ops/shape';

/** Stand-in until the shared inference is there. */
export function inferNetwork(network: NetworkSpec, inputShape: Shape | null): InferredNetwork {
  const layers: InferredLayer[] = [];
  const problems: NetworkProblem[] = [];
  const done = new Map<LayerId, InferredLayer>();
  let changed = true;
  const failed = new Set<LayerId>();
  while (changed) {
    changed = false;
    for (const spec of network.layers) {
      if (done.has(spec.id) || failed.has(spec.id)) continue;
      const from = network.edges.filter(([, to]) => to === spec.id).map(([source]) => source);
      if (from.some((id) => !done.has(id))) continue;
      const definition = findLayerDefinition(spec.kind);
      if (definition === undefined) continue;
      const inputShapes = from.map((id) => done.get(id)?.outputShape ?? []);
      try {
        const parameters = definition.schema.parse(spec) as object;
        const given = spec.kind === 'input' ? (inputShape ? [inputShape] : []) : inputShapes;
        if (spec.kind !== 'input' && from.length < definition.inputs.minimum)
          throw new AppError('badNetwork', `${definition.title} has no input`, {
            remedy: 'Connect a layer to it.',
          });
        const outputShape = definition.outputShape(parameters, given);
        const weights = definition.weights?.(parameters, inputShapes) ?? [];
        const parameterCount = weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0);
        const layer: InferredLayer = {
          id: spec.id,
          spec,
          definition,
          parameters,
          from,
          inputShapes,
          outputShape,
          weights,
          parameterCount,
          trainableCount: parameterCount,
          multiplyAdds: definition.multiplyAdds?.(parameters, inputShapes, outputShape) ?? 0,
          activationBytes: 4 * sizeOf(outputShape),
          receptiveField: null,
          stream: layers.length,
        };
        done.set(spec.id, layer);
        layers.push(layer);
        changed = true;
      } catch (thrown) {
        failed.add(spec.id);
        problems.push({
          severity: 'error',
          error: AppError.from(thrown).toData(),
          layer: spec.id,
          edge: null,
          fixes: [],
        });
      }
    }
  }
  const output = layers.at(-1);
  const sum = (of: (layer: InferredLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  return {
    layers,
    problems,
    inputId: network.layers.find((layer) => layer.kind === 'input')?.id ?? null,
    outputId: output?.id ?? null,
    outputShape: output?.outputShape ?? null,
    totals: {
      parameterCount: sum((l) => l.parameterCount),
      trainableCount: sum((l) => l.trainableCount),
      multiplyAdds: sum((l) => l.multiplyAdds),
      activationBytes: sum((l) => l.activationBytes),
    },
  };
}
