import type { AppErrorData } from '../../errors';
import type { LayerId } from '../../ids';
import type { Shape } from '../../ops/shape';
import { totalCosts } from './costs';
import type { AnyLayerDefinition, WeightSpec } from '../layer';
import { parseLayer, type ParsedLayer } from '../parse';
import { errorFrom } from './problems';
import { ShapeInference } from './shapeInference';
import type { LayerSpec, NetworkSpec } from '../spec';
import { readStructure, type NetworkStructure } from './structure';

/** What is known of one layer in its place in a network. */
export interface InferredLayer {
  readonly id: LayerId;
  readonly spec: LayerSpec;
  readonly definition: AnyLayerDefinition;
  /** The layer's parameters with their defaults filled in. */
  readonly parameters: object;
  /** The layers it takes its inputs from, in order. */
  readonly from: readonly LayerId[];
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
  /** Number of values in all weights; those learned by gradient; those not. */
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly multiplyAdds: number;
  /** Bytes of its output for one example, float32. */
  readonly activationBytes: number;
  /** Input pixels, vertical and horizontal, that one output sees; null behind a layer that sees all. */
  readonly receptiveField: readonly [number, number] | null;
  /** Its random stream: its place in topological order. */
  readonly stream: number;
}

/** A fix that one click applies, in data that the editor carries out. */
export type NetworkFix =
  | {
      readonly kind: 'insertLayer';
      readonly edge: readonly [LayerId, LayerId];
      readonly layer: string;
      /** Those that differ from the kind's defaults. */
      readonly parameters?: Record<string, unknown>;
      readonly title: string;
    }
  | {
      /** Another kind in the layer's place, with its defaults. */
      readonly kind: 'changeKind';
      readonly layer: LayerId;
      readonly to: string;
      readonly title: string;
    }
  | { readonly kind: 'removeLayer'; readonly layer: LayerId; readonly title: string }
  | { readonly kind: 'removeEdge'; readonly edge: readonly [LayerId, LayerId]; readonly title: string }
  | {
      readonly kind: 'setParameters';
      readonly layer: LayerId;
      readonly parameters: Record<string, unknown>;
      readonly title: string;
    }
  | { readonly kind: 'setLoss'; readonly loss: string; readonly title: string };

/** Something wrong or questionable, at the layer or edge that causes it. */
export interface NetworkProblem {
  readonly severity: 'error' | 'warning';
  readonly error: AppErrorData;
  readonly layer: LayerId | null;
  readonly edge: readonly [LayerId, LayerId] | null;
  readonly fixes: readonly NetworkFix[];
}

/** A network with everything inferred that can be; `layers` holds those without an error before them. */
export interface InferredNetwork {
  /** In topological order (stable: by place in the file). */
  readonly layers: readonly InferredLayer[];
  readonly problems: readonly NetworkProblem[];
  readonly inputId: LayerId | null;
  readonly outputId: LayerId | null;
  readonly outputShape: Shape | null;
  readonly totals: {
    readonly parameterCount: number;
    readonly trainableCount: number;
    readonly multiplyAdds: number;
    readonly activationBytes: number;
  };
}

/** What of the data set decides shapes; null where none is chosen yet. */
export interface NetworkData {
  /** Shape of one example, images as height × width × channels. */
  readonly inputShape?: Shape;
}

/**
 * Works out everything that can be known of a network before it runs. Never throws: what is wrong becomes a problem
 * at the layer or edge that causes it, and the layers before it are inferred all the same.
 */
export function inferNetwork(spec: NetworkSpec, data: NetworkData | null): InferredNetwork {
  const structure = readStructure(spec);
  const problems = [...structure.problems];
  const parsed = parseLayers(spec, structure, problems);
  const inference = new ShapeInference(spec, structure, parsed, data, problems);
  for (const id of structure.order) inference.visit(id);
  const { layers } = inference;
  const output = layers.find((layer) => layer.id === structure.outputId);
  return {
    layers,
    problems,
    inputId: structure.inputId,
    outputId: structure.outputId,
    outputShape: output?.outputShape ?? null,
    totals: totalCosts(layers),
  };
}

/** The layers whose kind and parameters are in order. */
function parseLayers(
  spec: NetworkSpec,
  structure: NetworkStructure,
  problems: NetworkProblem[],
): ReadonlyMap<LayerId, ParsedLayer> {
  const parsed = new Map<LayerId, ParsedLayer>();
  spec.layers.forEach((layer, index) => {
    if (structure.layers.get(layer.id) !== layer) return;
    try {
      parsed.set(layer.id, parseLayer(layer, `network.layers[${index}]`));
    } catch (thrown) {
      problems.push(errorFrom(thrown, { layer: layer.id }));
    }
  });
  return parsed;
}
