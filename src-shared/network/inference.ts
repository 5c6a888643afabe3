import type { DatasetTask } from '../data/prepared';
import type { AppErrorData } from '../errors';
import type { LayerId } from '../ids';
import { formatShape, sizeOf, type Shape } from '../ops/shape';
import { giveAdvice } from './advice';
import { costsOf, totalCosts } from './costs';
import type { AnyLayerDefinition, WeightSpec } from './layer';
import { parseLayer, type ParsedLayer } from './parse';
import { errorAt, errorFrom } from './problems';
import { fieldBehind, fieldOfInput, sizeOfField, type ReceptiveField } from './receptiveField';
import type { LayerSpec, NetworkSpec } from './spec';
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
  | {
      readonly kind: 'insertLayer';
      readonly edge: readonly [LayerId, LayerId];
      readonly layer: string;
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

/** What the network is trained for, for the advice that depends on it. What is absent is not known. */
export interface NetworkGoal {
  /** The loss's kind. */
  readonly loss?: string;
  readonly task?: DatasetTask;
  /** Number of classes; 0 for regression. */
  readonly classes?: number;
  /** Regression: values to predict an example. */
  readonly targetSize?: number;
}

/**
 * Works out everything that can be known of a network before it runs. Never throws: what is wrong becomes a problem
 * at the layer or edge that causes it, and the layers before it are inferred all the same.
 */
export function inferNetwork(
  spec: NetworkSpec,
  data: NetworkData | null,
  goal: NetworkGoal = {},
): InferredNetwork {
  const structure = readStructure(spec);
  const problems = [...structure.problems];
  const parsed = parseLayers(spec, structure, problems);
  const inference = new ShapeInference(spec, structure, parsed, data, problems);
  for (const id of structure.order) inference.visit(id);
  const { layers } = inference;
  const output = layers.find((layer) => layer.id === structure.outputId);
  const network = {
    layers,
    problems,
    inputId: structure.inputId,
    outputId: structure.outputId,
    outputShape: output?.outputShape ?? null,
    totals: totalCosts(layers),
  };
  return { ...network, problems: [...problems, ...giveAdvice(network, goal)] };
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

/** Walks the layers in order and carries shapes along; a layer behind an error is left out. */
class ShapeInference {
  readonly layers: InferredLayer[] = [];
  private readonly inferred = new Map<LayerId, InferredLayer>();
  private readonly fields = new Map<LayerId, ReceptiveField | null>();

  constructor(
    private readonly spec: NetworkSpec,
    private readonly structure: NetworkStructure,
    private readonly parsed: ReadonlyMap<LayerId, ParsedLayer>,
    private readonly data: NetworkData | null,
    private readonly problems: NetworkProblem[],
  ) {}

  visit(id: LayerId): void {
    const layer = this.parsed.get(id);
    const spec = this.structure.layers.get(id);
    const from = this.structure.sources.get(id) ?? [];
    if (layer === undefined || spec === undefined || !this.takesItsInputs(id, layer, from)) return;
    const sources = from.map((source) => this.inferred.get(source));
    if (!sources.every((source) => source !== undefined)) return;
    const isInput = layer.definition.kind === 'input';
    const inputShapes = isInput ? this.exampleShapes(layer) : sources.map((source) => source.outputShape);
    const outputShape = isInput
      ? this.inputShape(id, layer, inputShapes)
      : this.shapeBehind(id, layer, from, inputShapes);
    if (outputShape === null) return;
    this.add(id, spec, layer, from, inputShapes, outputShape);
  }

  private add(
    id: LayerId,
    spec: LayerSpec,
    { definition, parameters }: ParsedLayer,
    from: readonly LayerId[],
    inputShapes: readonly Shape[],
    outputShape: Shape,
  ): void {
    const weights: readonly WeightSpec[] = definition.weights?.(parameters, inputShapes) ?? [];
    const fieldsBefore = from.map((source) => this.fields.get(source) ?? null);
    const field =
      definition.kind === 'input'
        ? fieldOfInput(outputShape)
        : fieldBehind(definition, parameters, fieldsBefore, inputShapes, outputShape);
    const layer: InferredLayer = {
      ...{ id, spec, definition, parameters, from, inputShapes, outputShape, weights },
      ...costsOf(definition, parameters, inputShapes, outputShape, weights),
      receptiveField: sizeOfField(field),
      stream: this.layers.length,
    };
    this.layers.push(layer);
    this.inferred.set(id, layer);
    this.fields.set(id, field);
  }

  private takesItsInputs(id: LayerId, { definition }: ParsedLayer, from: readonly LayerId[]): boolean {
    const { minimum, maximum } = definition.inputs;
    const { title } = definition;
    const where = this.pathOf(id);
    const extra = from[maximum];
    if (extra !== undefined) {
      const takes = maximum === 0 ? 'takes no layer before it' : `takes ${countInputs(maximum)}`;
      this.problems.push(
        errorAt(`${title} ${takes}, gets ${from.length}: ${from.join(', ')}`, {
          ...{ layer: id, edge: [extra, id], where },
          remedy:
            maximum === 0
              ? 'Remove the edge.'
              : 'Join them first with Add or Concatenate, or remove an edge.',
          fixes: [{ kind: 'removeEdge', edge: [extra, id], title: `Remove ${extra} → ${id}` }],
        }),
      );
      return false;
    }
    if (from.length >= minimum) return true;
    // Without any input it has been told of as not connected.
    if (from.length > 0) {
      this.problems.push(
        errorAt(`${title} needs at least ${countInputs(minimum)}, has ${from.length}`, {
          ...{ layer: id, where },
          remedy: 'Connect another layer to it, or remove it.',
          fixes: [{ kind: 'removeLayer', layer: id, title: 'Remove this layer' }],
        }),
      );
    }
    return false;
  }

  private exampleShapes({ parameters }: ParsedLayer): readonly Shape[] {
    const own = (parameters as { shape?: Shape }).shape;
    const shape = this.data?.inputShape ?? own;
    return shape === undefined ? [] : [shape];
  }

  private inputShape(
    id: LayerId,
    { definition, parameters }: ParsedLayer,
    examples: readonly Shape[],
  ): Shape | null {
    let shape: Shape;
    try {
      shape = definition.outputShape(parameters, examples);
    } catch (thrown) {
      this.problems.push(errorFrom(thrown, { layer: id, where: this.pathOf(id) }));
      return null;
    }
    const [example = shape] = examples;
    if (sizeOf(example) !== sizeOf(shape)) {
      this.problems.push(
        errorAt(
          `The input’s shape is ${formatShape(shape)}, but an example of the data set is ${formatShape(example)}`,
          {
            ...{ layer: id, where: `${this.pathOf(id)}.shape` },
            remedy: 'Choose another data set, or take the data set’s shape.',
            fixes: [
              {
                ...{ kind: 'setParameters', layer: id, parameters: { shape: [...example] } },
                title: `Set the shape to ${formatShape(example)}`,
              },
            ],
          },
        ),
      );
      return null;
    }
    return this.feedsVectorsOnly(id) ? [sizeOf(shape)] : shape;
  }

  /** Whether all layers behind it want a plain vector: then an image is handed on as one long row. */
  private feedsVectorsOnly(id: LayerId): boolean {
    const targets = this.structure.targets.get(id) ?? [];
    return (
      targets.length > 0 && targets.every((target) => this.parsed.get(target)?.definition.inputRank === 1)
    );
  }

  private shapeBehind(
    id: LayerId,
    { definition, parameters }: ParsedLayer,
    from: readonly LayerId[],
    inputShapes: readonly Shape[],
  ): Shape | null {
    try {
      return definition.outputShape(parameters, inputShapes);
    } catch (thrown) {
      const [source] = from;
      const onEdge =
        from.length === 1 && source !== undefined ? { edge: [source, id] as [LayerId, LayerId] } : {};
      const fixes = needsFlatten(definition, inputShapes) && onEdge.edge ? [insertFlatten(onEdge.edge)] : [];
      this.problems.push(errorFrom(thrown, { layer: id, ...onEdge, where: this.pathOf(id), fixes }));
      return null;
    }
  }

  private pathOf(id: LayerId): string {
    return `network.layers[${this.spec.layers.findIndex((layer) => layer.id === id)}]`;
  }
}

function countInputs(count: number): string {
  return count === 1 ? 'one input' : `${count} inputs`;
}

function needsFlatten({ inputRank }: AnyLayerDefinition, [shape]: readonly Shape[]): boolean {
  return inputRank === 1 && shape !== undefined && shape.length > 1;
}

function insertFlatten(edge: readonly [LayerId, LayerId]): NetworkFix {
  return { kind: 'insertLayer', edge, layer: 'flatten', title: 'Insert a Flatten' };
}
