import { AppError } from '../../../errors';
import { findLayerDefinition } from '../../../network/layers';
import { parseLayer } from '../../../network/parse';
import { layerIdSchema } from '../../../ids';
import { formatShape, sizeOf, type Shape } from '../../../ops/shape';
import { LayerIds } from '../../layerIds';
import { withoutDefaults } from '../../layers/layerMapping';
import type { ImportedWeight } from '../../weights/weights';
import { Refusal } from '../graph/model';
import { sameAxes, type Axes } from './views';
import type { Activation } from './values';

/** A layer as it is being put together. */
export interface Draft {
  readonly id: string;
  readonly kind: string;
  parameters: Readonly<Record<string, unknown>>;
  readonly from: readonly string[];
  readonly inputs: readonly Shape[];
  /** By their names in the layer, row-major. */
  readonly weights: Map<string, Float32Array>;
  /** More than one node takes what it gives: nothing more can become part of it. */
  isShared: boolean;
  /** None of what it gives is below zero. */
  readonly isNonNegative: boolean;
}

export interface NewLayer {
  readonly kind: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Its id, or what comes near it; the kind where absent. */
  readonly name?: string | undefined;
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** How the graph sees what it gives; the same axes where absent. */
  readonly axes?: Axes;
}

/** Layers that change no value, or none to below zero where there was none. */
const keepingSigns = [
  ...['flatten', 'reshape', 'permute', 'zeroPadding2d', 'cropping2d', 'upsample2d', 'dropout'],
  ...[
    'maxPool2d',
    'averagePool2d',
    'globalAveragePool2d',
    'globalMaxPool2d',
    'add',
    'multiply',
    'concatenate',
  ],
];

/** The layers of a network while a graph is read; each is checked by the catalogue when it is added. */
export class Drafts {
  readonly remarks = new Set<string>();
  private readonly drafts = new Map<string, Draft>();
  private readonly ids = new LayerIds();

  /** @param shape of one example, in our order */
  addInput(name: string, shape: Shape, axes: Axes): Activation {
    const id = this.ids.next(name);
    const parameters = { shape: [...shape] };
    this.drafts.set(id, {
      ...{ id, kind: 'input', parameters, from: [], inputs: [], weights: new Map() },
      ...{ isShared: false, isNonNegative: false },
    });
    return { kind: 'activation', layer: id, shape, axes };
  }

  /** @throws Refusal where the layer does not take such inputs, parameters or weights */
  add(
    { kind, parameters = {}, name = kind, weights = {}, axes }: NewLayer,
    from: readonly Activation[],
  ): Activation {
    const inputs = from.map(({ shape }) => shape);
    const { shape, isNonNegative } = checked({ kind, parameters, weights }, inputs);
    const id = this.ids.next(name);
    this.drafts.set(id, {
      ...{ id, kind, parameters, inputs, weights: new Map(Object.entries(weights)), isShared: false },
      from: from.map(({ layer }) => layer),
      isNonNegative:
        isNonNegative || (keepingSigns.includes(kind) && from.every((each) => this.of(each).isNonNegative)),
    });
    return { kind: 'activation', layer: id, shape, axes: axes ?? sameAxes(shape) };
  }

  of({ layer }: Pick<Activation, 'layer'>): Draft {
    const draft = this.drafts.get(layer);
    if (draft === undefined) throw new Error(`there is no layer ${layer}`);
    return draft;
  }

  /** Gives a layer other parameters, and more weights. @throws Refusal where it does not take them */
  change(
    activation: Activation,
    parameters: Draft['parameters'],
    weights: Readonly<Record<string, Float32Array>> = {},
  ): Activation {
    const draft = this.of(activation);
    const all = { ...draft.parameters, ...parameters };
    checked(
      { kind: draft.kind, parameters: all, weights: { ...Object.fromEntries(draft.weights), ...weights } },
      draft.inputs,
    );
    draft.parameters = all;
    for (const [name, values] of Object.entries(weights)) draft.weights.set(name, values);
    return activation;
  }

  /** The layers that lead to one, and the edges between them, as an experiment's file has them. */
  leadingTo(output: Activation) {
    const wanted = new Set<string>();
    // Without calling itself: a network may be a chain of many thousands.
    const pending = [output.layer];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (wanted.has(id)) continue;
      wanted.add(id);
      pending.push(...this.of({ layer: id }).from);
    }
    const drafts = [...this.drafts.values()].filter(({ id }) => wanted.has(id));
    return {
      layers: drafts.map(({ id, kind, parameters }) => ({
        ...{ id: layerIdSchema.parse(id), kind },
        ...withoutDefaults(definitionOf(kind), parameters),
      })),
      edges: drafts.flatMap(({ id, from }) => from.map((source): [string, string] => [source, id])),
      permutes: drafts.filter(({ kind }) => kind === 'permute').length,
      weights: drafts.flatMap(weightsOf),
    };
  }
}

function definitionOf(kind: string) {
  const definition = findLayerDefinition(kind);
  if (definition === undefined) throw new Error(`there is no layer of the kind ${kind}`);
  return definition;
}

function weightsOf({ id, kind, parameters, inputs, weights }: Draft): ImportedWeight[] {
  const { definition, parameters: whole } = parseLayer({ id: layerIdSchema.parse(id), kind, ...parameters });
  const specs = definition.weights?.(whole, inputs) ?? [];
  return specs.map(({ name, shape }) => {
    const values = weights.get(name);
    if (values === undefined) throw new Error(`${id} was given no ${name}`);
    return { name: `parameters/${id}/${name}`, shape, values };
  });
}

/** What a layer gives for such inputs. */
function checked(
  { kind, parameters = {}, weights = {} }: NewLayer,
  inputs: readonly Shape[],
): { shape: Shape; isNonNegative: boolean } {
  try {
    const { definition, parameters: whole } = parseLayer({
      id: layerIdSchema.parse(kind),
      kind,
      ...parameters,
    });
    const shape = definition.outputShape(whole, inputs);
    for (const { name, shape: wanted } of definition.weights?.(whole, inputs) ?? []) {
      const values = weights[name];
      if (values?.length === sizeOf(wanted)) continue;
      throw new Refusal(
        `its ${name} has ${values?.length ?? 0} values, where ${formatShape(wanted)} are needed`,
      );
    }
    const [lowest] = definition.traits?.outputRange?.(whole) ?? [-Infinity];
    return { shape, isNonNegative: lowest >= 0 };
  } catch (thrown) {
    if (thrown instanceof AppError) throw new Refusal(thrown.message);
    throw thrown;
  }
}
