import type { LayerId } from '../../ids';
import { formatShape, sizeOf, type Shape } from '../../ops/shape';
import { costsOf } from './costs';
import type { InferredLayer, NetworkData, NetworkFix, NetworkProblem } from './index';
import type { AnyLayerDefinition, WeightSpec } from '../layer';
import { fixUnlikeBranches, type Branch } from './mergeFixes';
import type { ParsedLayer } from '../parse';
import { errorAt, errorFrom } from './problems';
import { fieldBehind, fieldOfInput, sizeOfField, type ReceptiveField } from './receptiveField';
import type { LayerSpec, NetworkSpec } from '../spec';
import type { NetworkStructure } from './structure';

/** Walks the layers in order and carries shapes along; a layer behind an error is left out. */
export class ShapeInference {
  readonly layers: InferredLayer[] = [];
  private readonly inferred = new Map<LayerId, InferredLayer>();
  /** Layers on the longest way to it. */
  private readonly depths = new Map<LayerId, number>();
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
    const weights = weightsOf(spec, definition.weights?.(parameters, inputShapes) ?? []);
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
    this.depths.set(id, 1 + Math.max(0, ...from.map((source) => this.depthOf(source))));
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
      const fixes = definition.traits?.joinsAlike
        ? fixUnlikeBranches(id, this.branches(from, inputShapes))
        : needsFlatten(definition, inputShapes) && onEdge.edge
          ? [insertFlatten(onEdge.edge)]
          : [];
      this.problems.push(errorFrom(thrown, { layer: id, ...onEdge, where: this.pathOf(id), fixes }));
      return null;
    }
  }

  private branches(from: readonly LayerId[], shapes: readonly Shape[]): readonly Branch[] {
    return from.map((id, index) => ({ id, shape: shapes[index] ?? [], depth: this.depthOf(id) }));
  }

  private depthOf(id: LayerId): number {
    return this.depths.get(id) ?? 0;
  }

  private pathOf(id: LayerId): string {
    return `network.layers[${this.spec.layers.findIndex((layer) => layer.id === id)}]`;
  }
}

/** Nothing in a frozen layer is learned. */
function weightsOf({ trainable }: LayerSpec, weights: readonly WeightSpec[]): readonly WeightSpec[] {
  return trainable === false ? weights.map((weight) => ({ ...weight, trainable: false })) : weights;
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
