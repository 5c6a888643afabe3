import type { AppErrorData } from '../errors';
import type { LayerId } from '../ids';
import type { Shape } from '../ops/shape';
import type { AnyLayerDefinition, WeightSpec } from './layer';
import type { LayerSpec } from './spec';

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
  /** Number of values in all weights; those learnt by gradient; those not. */
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
  | { readonly kind: 'insertLayer'; readonly edge: readonly [LayerId, LayerId]; readonly layer: string; readonly title: string }
  | { readonly kind: 'removeLayer'; readonly layer: LayerId; readonly title: string }
  | { readonly kind: 'removeEdge'; readonly edge: readonly [LayerId, LayerId]; readonly title: string }
  | { readonly kind: 'setParameters'; readonly layer: LayerId; readonly parameters: Record<string, unknown>; readonly title: string }
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
